import re


def split_sentences(text: str) -> list[str]:
    return [
        s.strip()
        for s in re.findall(r".*?(?:[。！？!?]+[”’」』）)]*|\.(?=\s)|\n|$)", text)
        if s.strip()
    ]
