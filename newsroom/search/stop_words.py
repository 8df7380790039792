"""Stop words: in nearly every text, so that asking for them only costs time and loses items."""

from collections.abc import Sequence

from .entries import prefix

# Casefolded, as they are written with diacritics.
STOP_WORDS = {
    "pl": {
        "a", "aby", "albo", "ale", "bez", "być", "bo", "by", "co", "czy", "czyli", "dla", "do",
        "gdy", "gdzie", "go", "i", "ich", "ile", "im", "iż", "ja", "jak", "jako", "jej", "jego",
        "jest", "jeszcze", "jeśli", "już", "kiedy", "która", "które", "którego", "której",
        "który", "których", "którzy", "lub", "ma", "mi", "na", "nad", "nas", "nie", "niż", "no",
        "o", "od", "on", "ona", "ono", "oraz", "po", "pod", "ponieważ", "przed", "przez",
        "przy", "są", "się", "tak", "także", "tam", "te", "tego", "tej", "ten", "to", "tu",
        "tym", "tych", "w", "we", "wraz", "więc", "z", "za", "ze", "że", "żeby",
    },
    "en": {
        "a", "about", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from",
        "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it",
        "its", "of", "on", "or", "our", "she", "so", "that", "the", "their", "them", "then",
        "there", "these", "they", "this", "to", "was", "we", "were", "what", "when", "where",
        "which", "who", "will", "with", "you", "your",
    },
    "de": {
        "aber", "als", "am", "an", "auch", "auf", "aus", "bei", "bis", "das", "dass", "dem",
        "den", "der", "des", "die", "durch", "ein", "eine", "einem", "einen", "einer", "eines",
        "er", "es", "für", "hat", "ich", "im", "in", "ist", "mit", "nach", "nicht", "noch",
        "oder", "sie", "sind", "so", "über", "um", "und", "vom", "von", "vor", "war", "was",
        "wie", "wir", "wird", "zu", "zum", "zur",
    },
    "uk": {
        "а", "або", "але", "без", "в", "від", "він", "вона", "вони", "воно", "до", "для", "є",
        "ж", "за", "з", "зі", "і", "із", "й", "їх", "його", "її", "коли", "на", "над", "не",
        "ні", "о", "по", "під", "при", "про", "та", "так", "також", "те", "ти", "то", "у", "це",
        "цей", "ця", "чи", "що", "щоб", "я", "як", "який", "яка", "які",
    },
}  # fmt: skip


def is_stop_word(form: str, languages: Sequence[str]) -> bool:
    """Whether a casefolded word says nothing in one of these languages."""
    return any(form in STOP_WORDS.get(prefix(language), ()) for language in languages)
