"""Invented documents: letters of one, three or thirty pages in the six languages, and hostile ones."""

from __future__ import annotations

from alongside.desk.submissions import words
from alongside.desk.submissions.documents.annex import Annex, media_of, name_of
from alongside.desk.submissions.documents.document import LIST, OWN_WORDS, TEXT, Block, Document, Labels, Part, Passage
from alongside.desk.submissions.drafting.draft import Sender

# What a letter says in each language: title, addressee, the sender, then headings, labels and sentences. All persons are invented.
TOLD = {
    "en": {
        "title": "Communication to the special procedures: a defender in danger",
        "to": "Special Rapporteur on the situation of human rights defenders",
        "sender": "Watch on the Heron Coast",
        "heading": "What happened",
        "label": "The acts in order",
        "account": "What she says",
        "line": "On 3 May 2026, at Port Exemplar, two officers of the criminal police threatened Amal Fictional because of her statement.",
        "own": "They asked me why I had talked to foreigners, and said that my son goes to school alone.",
        "prose": "She documents forced evictions along the coast and has sent letters to the United Nations since 2021.",
    },
    "ar": {
        "title": "رسالة إلى الإجراءات الخاصة: مدافعة في خطر",
        "to": "المقررة الخاصة المعنية بحالة المدافعين عن حقوق الإنسان",
        "sender": "مرصد ساحل البلشون",
        "heading": "ما حدث",
        "label": "الأفعال بالترتيب",
        "account": "ما تقوله",
        "line": "في 3 أيار/مايو 2026 في ميناء المثال هدد ضابطان من الشرطة الجنائية أمل الخيالية (Amal Fictional) بسبب بيانها.",
        "own": "سألوني لماذا تحدثت إلى الأجانب، وقالوا إن ابني يذهب إلى المدرسة وحده.",
        "prose": "توثق عمليات الإخلاء القسري على الساحل، وقد أرسلت رسائل إلى الأمم المتحدة منذ عام 2021.",
    },
    "ru": {
        "title": "Обращение к специальным процедурам: правозащитница в опасности",
        "to": "Специальный докладчик по вопросу о положении правозащитников",
        "sender": "Наблюдение на Цаплином берегу",
        "heading": "Что произошло",
        "label": "Действия по порядку",
        "account": "Что она говорит",
        "line": "3 мая 2026 года в Порту-Примерном двое сотрудников уголовной полиции угрожали Амаль Вымышленной за её заявление.",
        "own": "Меня спросили, почему я говорила с иностранцами, и сказали, что мой сын ходит в школу один.",
        "prose": "Она документирует принудительные выселения на побережье и с 2021 года пишет в Организацию Объединённых Наций.",
    },
    "zh": {
        "title": "致特别程序的来文：一名处境危险的人权捍卫者",
        "to": "人权捍卫者处境问题特别报告员",
        "sender": "苍鹭海岸观察",
        "heading": "发生了什么",
        "label": "按时间排列的行为",
        "account": "她的陈述",
        "line": "2026年5月3日，在示例港，两名刑事警察因其发言威胁阿迈勒（Amal Fictional）。",
        "own": "他们问我为什么和外国人谈话，还说我儿子是一个人去上学的。",
        "prose": "她记录沿海地区的强制迁离，自2021年起向联合国致函。",
    },
    "fr": {
        "title": "Communication aux procédures spéciales : une défenseuse en danger",
        "to": "Rapporteuse spéciale sur la situation des défenseurs des droits humains",
        "sender": "Vigie de la côte aux Hérons",
        "heading": "Ce qui s'est passé",
        "label": "Les actes dans l'ordre",
        "account": "Ce qu'elle dit",
        "line": "Le 3 mai 2026, à Port-Exemple, deux agents de la police judiciaire ont menacé Amal Fictional à cause de sa déclaration.",
        "own": "Ils m'ont demandé pourquoi j'avais parlé à des étrangers, et ont dit que mon fils va seul à l'école.",
        "prose": "Elle documente des expulsions forcées sur la côte et écrit aux Nations Unies depuis 2021.",
    },
    "es": {
        "title": "Comunicación a los procedimientos especiales: una defensora en peligro",
        "to": "Relatora Especial sobre la situación de los defensores de los derechos humanos",
        "sender": "Observatorio de la Costa de las Garzas",
        "heading": "Qué ocurrió",
        "label": "Los actos por orden",
        "account": "Lo que ella dice",
        "line": "El 3 de mayo de 2026, en Puerto Ejemplo, dos agentes de policía amenazaron a Amal Ficticia por su declaración.",
        "own": "Me preguntaron por qué había hablado con extranjeros y dijeron que mi hijo va solo a la escuela.",
        "prose": "Documenta desalojos forzosos en la costa y escribe a las Naciones Unidas desde 2021.",
    },
}  # fmt: skip
LANGUAGES = tuple(sorted(TOLD))
CONTACT = "+00 20 5550 0100\ndesk@heron.example"


def labels(lang: str) -> Labels:
    return Labels(**{name: words.say(lang, f"documents.label.{name}") for name in Labels.__dataclass_fields__})


def block(key: str, label: str, *passages: Passage, limit: int | None = None) -> Block:
    return Block(key, label, passages, "\n".join(text for one in passages for text in one.paragraphs), limit)


def annexes(count: int = 2) -> tuple[Annex, ...]:
    kinds = ("jpeg", "pdf", "mp4")
    return tuple(
        Annex(
            at,
            "Photograph of the gate" if at == 1 else "",
            name_of(at, kinds[at % 3]),
            media_of(kinds[at % 3]),
            81231 * at,
            f"{at:064x}",
        )
        for at in range(1, count + 1)
    )


def letter(lang: str = "en", sections: int = 3, lines: int = 4, enclosed: int = 2) -> Document:
    """About one page in three sections of four lines."""
    told = TOLD[lang]
    parts = tuple(
        Part(
            told["heading"] if not at else f"{told['heading']} ({at + 1})",
            (
                block(f"acts-{at}", told["label"], Passage(LIST, (told["line"],) * lines), limit=2000),
                block(
                    f"account-{at}", told["account"],
                    Passage(TEXT, (told["prose"],) * 2), Passage(OWN_WORDS, (told["own"],)), Passage(TEXT, (told["prose"],)), limit=100,
                ),
            ),
        )
        for at in range(sections)
    )  # fmt: skip
    return Document(
        lang=lang,
        title=told["title"],
        labels=labels(lang),
        sender=Sender(told["sender"], CONTACT),
        addressee=(told["to"],),
        marks=tuple(words.say(lang, f"documents.mark.{name}") for name in ("confidential", "addressee_only")),
        parts=parts,
        annexes=annexes(enclosed),
        closing=(words.say(lang, "documents.receipt"),),
    )


def saying(*texts: str, lang: str = "en", **more: object) -> Document:
    """A document that says these texts, each in every kind of place."""
    parts = tuple(
        Part(text, (block("one", text, Passage(TEXT, (text,)), Passage(OWN_WORDS, (text,)), Passage(LIST, (text, text))),))
        for text in texts
    )
    told = {"title": texts[0], "sender": Sender(texts[0], texts[0]), "addressee": texts, "marks": texts, "closing": texts} | more
    return Document(lang=lang, labels=labels(lang), parts=parts, **told)  # type: ignore[arg-type]
