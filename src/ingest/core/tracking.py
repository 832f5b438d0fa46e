"""Query keys of an address that tell where a reader came from, and name no page."""

import re

TRACKING = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|piwik_\w+|hsa_\w+|at_(?:medium|campaign|custom\d|link\w*|format|ptr_name|bbc_team)|"
    r"fbclid|gclid|gclsrc|gbraid|wbraid|dclid|yclid|ysclid|msclkid|twclid|ttclid|igshid|igsh|mc_[ce]id|mkt_tok|_hsenc|"
    r"_hsmi|vero_id|oly_(?:anon|enc)_id|wickedid|srsltid|spm|scm|ref_src|ref_url|cmpid|cmp|ncid|ocid|smid|smtyp|"
    r"xtor|wt_mc|wtrid|sc_(?:campaign|channel|content|medium|outcome|geo|country)|s_cid|ito|icid|ns_(?:campaign|"
    r"mchannel|source|linkname|fee)|__twitter_impression|guce_referrer(?:_sig)?|guccounter|_ga|_gl|amp_js_v|usqp)\Z",
    re.I,
)
