"""Hedge words in the languages of the sources: "about", "expected", "up to" and the like.

A hedge of a number or a date stands directly beside it ("about 300", "by May"); one of a whole
clause stands anywhere in it ("is expected to", "could"). A language that is not here has none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..story.records import Hedge


@dataclass(frozen=True)
class HedgeWords:
    """One language's words, as patterns: before a number, after it and its unit, in a clause.

    `by` is a deadline's words, before and after a date; `duty` is what makes a date an expected
    one and is none elsewhere ("must"); `nearly` goes with any word; `capacity` counts for what an
    installation can take.
    """

    before: dict[Hedge, str]
    clause: dict[Hedge, str]
    by: tuple[str, str]
    after: dict[Hedge, str] = field(default_factory=dict)
    duty: str = "(?!)"
    nearly: str = "(?!)"
    capacity: str = "(?!)"
    spaced: bool = True  # whether blanks part the words


_EN = HedgeWords(
    before={
        "approximate": "about|around|approximately|approx[.]|roughly|nearly|almost|some|circa|ca[.]"
        "|close to|an estimated|mid-?",
        "at least": "at least|(?<!no )(?<!not )more than|over|no fewer than|(?:no|not) less than"
        "|upwards of|exceeding|above|a minimum of",
        "at most": "up to|at most|(?<!no )(?<!not )(?:less|fewer) than|under|below|as many as"
        "|(?:no|not) more than|a maximum of|not exceeding",
    },
    after={
        "approximate": "or so|or thereabouts",
        "at least": "or (?:even )?more|and more|at (?:the )?least",
        "at most": "or less|or fewer|at (?:the )?most",
    },
    by=("by|before|until|till|(?:no|not) later than|prior to", "at the latest"),
    clause={
        "expected": "(?<!than )expected|expects?|scheduled|slated|(?<!\\bthe )(?<!\\ba )planned"
        "|plan(?:s|ning)? to|target(?:ed|ing)|target(?= (?:date|of|is)\\b)|aim(?:s|ed|ing)? to"
        "|due (?:to (?:be|open|start|begin|finish|end|last|take|go|come|connect)|in|by|on|for)\\b"
        "|set to|intend(?:s|ed)? to|projected|forecasts?|anticipated|outlook|on track (?:to|for)"
        "|(?:is|are|was|were) to(?= (?!the\\b|an?\\b)[a-z])",
        "conditional": "could|may|might|likely|probably|possibly|perhaps|apparently|reportedly"
        "|appear(?:s|ed)? to|appears|seem(?:s|ed)?|presumabl[ey]|presumed|supposedly|allegedly"
        "|hope(?:s|d)?|hoping|optimis(?:m|tic)|(?:is|are) (?:said|believed|thought|understood) to"
        "|it is said|consider(?:s|ing)|would(?= (?:likely|probably|like)\\b)|if [^.]{1,80}\\bwould",
    },
    duty="must|ha(?:s|ve|d) to|should",
    nearly="about|approximately|roughly|nearly|almost",
    capacity="(?:can|could|able to|capable of|(?:designed|built|meant|expected|intended) to)"
    "(?: [a-z]+){0,3}? (?:support|handl|accommodat|carry|let through|serv|process|pass)[a-z]*"
    "|capacity|throughput|designed for",
)
_KO = HedgeWords(
    before={"approximate": "약|대략|거의", "at least": "최소|적어도", "at most": "최대"},
    after={
        "approximate": "가량|정도|쯤|안팎|여(?= ?(?:m|km|미터|킬로|명|대|개))",
        "at least": "이상|넘[는게어은]",
        "at most": "이하|미만|이내",
    },
    by=("(?!)", "까지|이전|전에|전까지"),
    clause={
        "expected": "예정|예상|계획(?![은을의안서])|전망|목표|방침|내다[봤보]",
        "conditional": "로 보[이인입]|것으로 (?:추정|알려)|추측|가능성|수도 있|듯|관측",
    },
    nearly="거의",
    spaced=False,
    capacity="수 있|수용|처리 능력",
)
_RU = HedgeWords(
    before={
        "approximate": "около|примерно(?: на)?|приблизительно|порядка|почти(?: на)?|ориентировочно",
        "at least": "более(?: чем)?|больше|свыше|не менее(?: чем)?|не меньше|как минимум|минимум",
        "at most": "до|(?<!не )менее(?: чем)?|(?<!не )меньше|не более(?: чем)?|не больше|максимум",
    },
    by=("до|к|ко|не позднее|не позже", "(?!)"),
    clause={
        "expected": "планиру\\w+|заплан\\w+|ожида\\w+|намечен\\w*|намерен\\w*|по плану"
        "|рассчитыва\\w+|предстоит|прогноз\\w*",
        "conditional": "может|могут|мог(?:ла|ло|ли)? бы|возможно|вероятно|предполож\\w+|якобы"
        "|предполага\\w+|по-видимому|видимо|похоже|кажется|надеется|надеются",
    },
    duty="долж(?:ен|на|но|ны)",
    nearly="почти|практически|примерно|около",
    capacity="смо(?:жет|гут)|пропускн\\w+|способ(?:ен|на|но|ны)|рассчитан\\w*",
)
_UK = HedgeWords(
    before={
        "approximate": "близько|приблизно(?: на)?|майже(?: на)?|орієнтовно",
        "at least": "понад|більше(?: ніж)?|більш як|не менше|щонайменше|мінімум",
        "at most": "до|(?<!не )менше(?: ніж)?|не більше|максимум|щонайбільше",
    },
    by=("до|к|не пізніше", "(?!)"),
    clause={
        "expected": "плану\\w+|заплан\\w+|очіку\\w+|передбача\\w+|намічен\\w*",
        "conditional": "мож(?:е|уть)|мог(?:ла|ло|ли)? б|можливо|ймовірно|імовірно|нібито|схоже",
    },
    duty="пови(?:нен|нна|нно|нні)|ма(?:є|ють)(?= [а-яіїєґ']+ти(?:ся)?\\b)",
    nearly="майже|практично",
    capacity="змо(?:же|жуть)|пропускн\\w+|здатн\\w+|розрахован\\w*",
)
_JA = HedgeWords(
    before={
        "approximate": "約|およそ|おおよそ|ほぼ",
        "at least": "少なくとも",
        "at most": "最大|最長",
    },
    after={
        "approximate": "ほど|程度|前後|あまり|余り|ぐらい|くらい",
        "at least": "以上|超|を超え",
        "at most": "以下|未満|以内|足らず",
    },
    by=("(?!)", "までに|以前|迄に"),
    clause={
        "expected": "予定|見通し|見込み|見込[まむ]|計画|予想|目指|目標",
        "conditional": "とされ|かもしれ|可能性|とみられ|と見られ|推定|想定|思われ"
        "|ようだ|らしい|模様",
    },
    nearly="ほぼ",
    spaced=False,
    capacity="でき|可能(?!性)|能力",
)
_ZH = HedgeWords(
    before={
        "approximate": "约|約|大约|大約|大概|近|将近|將近|几乎|幾乎",
        "at least": "至少|(?<!不)超过|(?<!不)超過|逾",
        "at most": "最多|最高|至多|不到|不足|不超过|不超過",
    },
    after={"approximate": "左右|上下|余|餘|多", "at least": "以上", "at most": "以下|以内|以內"},
    by=("(?!)", "之?前|底前"),
    clause={
        "expected": "预计|預計|预期|預期|计划|計劃|計畫|预定|預定|有望|拟",
        "conditional": "可能|或将|或將|据称|據稱|据说|據說|似乎|疑似|也许|也許|推测|推測",
    },
    nearly="几乎|幾乎|基本",
    spaced=False,
    capacity="可(?!能)|能够|能夠|能力",
)
_DE = HedgeWords(
    before={
        "approximate": "etwa|rund|ca[.]|circa|zirka|ungefähr|knapp|fast|nahezu|beinahe",
        "at least": "mindestens|über|(?<!nicht )mehr als|wenigstens",
        "at most": "bis zu|höchstens|maximal|weniger als|nicht mehr als|unter",
    },
    by=("bis|vor|spätestens", "(?!)"),
    clause={
        "expected": "soll(?:en)?|(?<!\\bdie )geplant|erwartet|voraussichtlich|vorgesehen"
        "|plan(?:t|en)",
        "conditional": "könnten?|dürften?|möglicherweise|wahrscheinlich|offenbar|vermutlich"
        "|angeblich|mutmaßlich|anscheinend|wohl|scheint|scheinen",
    },
    duty="muss|müssen",
    nearly="fast|nahezu|beinahe",
    capacity="kann|können|ausgelegt|Kapazität",
)
_FR = HedgeWords(
    before={
        "approximate": "environ|près d[e']|quelque|presque|autour d[e']|approximativement",
        "at least": "au moins|plus d[e']|au minimum",
        "at most": "jusqu'à|au plus|moins d[e']|au maximum",
    },
    by=("d'ici(?: à| au)?|avant|au plus tard", "au plus tard"),
    clause={
        "expected": "prév(?:u|ue|us|ues|oit|oient)|devraient|devrait|attendue?s?|planifiée?s?",
        "conditional": "pourrai(?:t|ent)|serai(?:t|ent)|aurai(?:t|ent)|peut-être|probablement"
        "|sembl(?:e|ent)|apparemment|possible",
    },
    duty="doi(?:t|vent)",
    nearly="presque|quasi(?:ment)?",
    capacity="peu(?:t|vent)|pourr(?:a|ont)|capacité",
)
_ES = HedgeWords(
    before={
        "approximate": "un[oa]s|cerca de|alrededor de|aproximadamente|casi|en torno a",
        "at least": "al menos|por lo menos|más de|como mínimo",
        "at most": "hasta|como máximo|menos de|no más de",
    },
    by=("para|antes de|a más tardar|hasta", "a más tardar"),
    clause={
        "expected": "previst[oa]s?|prevé|se espera|planea\\w*|planead[oa]s?|programad[oa]s?",
        "conditional": "podrían?|quizás?|probablemente|parecen?|supuestamente|posiblemente",
    },
    duty="debe(?:n|rá|rán)?",
    nearly="casi|prácticamente",
    capacity="pued(?:e|en)|podrán?|capacidad",
)
LANGUAGES = {
    "en": _EN,
    "ko": _KO,
    "ru": _RU,
    "uk": _UK,
    "ja": _JA,
    "zh": _ZH,
    "de": _DE,
    "fr": _FR,
    "es": _ES,
}
