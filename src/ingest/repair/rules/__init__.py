"""The repair rules, one fault a file.

Phases 4 and 5: what a tokenizer left. 10: quotation marks. 20: spacing and punctuation. 30: ends of sentences. 40: numbers.
50: words and names. 60: what was said again and again. 90: what is only pointed at.
"""
