"""The bodies of the sample city: about forty departments, fourteen districts among them, each with its way of working."""

from dataclasses import dataclass, field
from functools import cache

from luoshi.demo.characters import CHARACTERS, Character

CITY = ("530100", "春城市", "Chuncheng")


@dataclass(frozen=True, slots=True)
class Body:
    """A department, or the approvals bureau of a district: its code and names, how much of the city's work comes to
    it, and how it works. `district` is the name of the district it belongs to."""

    code: str
    name: str
    name_en: str
    share: int
    character: Character
    items: str
    district: str = ""
    sections: tuple[str, ...] = field(default=("审批一科", "审批二科"))


DEPARTMENTS: tuple[tuple[str, str, int, str], ...] = (
    ("住房和城乡建设局", "Housing and Construction", 8, "thorough"),
    ("自然资源和规划局", "Natural Resources and Planning", 22, "bunching"),
    ("市场监督管理局", "Market Regulation", 20, "quick"),
    ("生态环境局", "Ecology and Environment", 14, "stopping"),
    ("卫生健康委员会", "Health Commission", 6, "ordinary"),
    ("消防救援支队", "Fire and Rescue", 4, "slow"),
    ("交通运输局", "Transport", 26, "padded"),
    ("水务局", "Water Affairs", 4, "silent"),
    ("人力资源和社会保障局", "Human Resources and Social Security", 8, "quick"),
    ("公安局", "Public Security", 7, "ordinary"),
    ("教育体育局", "Education and Sports", 8, "reclassifying"),
    ("农业农村局", "Agriculture and Rural Affairs", 6, "back_entering"),
    ("发展和改革委员会", "Development and Reform", 16, "favouring"),
    ("工业和信息化局", "Industry and Information", 2, "ordinary"),
    ("民政局", "Civil Affairs", 4, "quick"),
    ("司法局", "Justice", 3, "ordinary"),
    ("财政局", "Finance", 2, "ordinary"),
    ("城市管理局", "City Management", 6, "slow"),
    ("商务局", "Commerce", 2, "ordinary"),
    ("文化和旅游局", "Culture and Tourism", 3, "thorough"),
    ("应急管理局", "Emergency Management", 4, "ordinary"),
    ("林业和草原局", "Forestry and Grassland", 2, "slow"),
    ("民族宗教事务委员会", "Ethnic and Religious Affairs", 1, "ordinary"),
    ("医疗保障局", "Healthcare Security", 4, "quick"),
    ("气象局", "Meteorology", 1, "thorough"),
    ("新闻出版局", "Press and Publication", 1, "ordinary"),
)
"""Name after the city's, English, share, character."""

DISTRICTS: tuple[tuple[str, str, int, str], ...] = (
    ("五春区", "Wuchun District", 6, "quick"),
    ("盘江区", "Panjiang District", 5, "ordinary"),
    ("官山区", "Guanshan District", 6, "ordinary"),
    ("西屏区", "Xiping District", 5, "slow"),
    ("呈秀区", "Chengxiu District", 4, "quick"),
    ("晋池区", "Jinchi District", 3, "ordinary"),
    ("安宁山市", "Anningshan City", 4, "thorough"),
    ("富春县", "Fuchun County", 2, "quick"),
    ("嵩阳县", "Songyang County", 2, "ordinary"),
    ("宜泉县", "Yiquan County", 5, "back_entering"),
    ("石乡县", "Shixiang County", 2, "ordinary"),
    ("禄水县", "Lushui County", 2, "slow"),
    ("寻河县", "Xunhe County", 6, "stopping"),
    ("东溪区", "Dongxi District", 2, "ordinary"),
)
SMALL = 14, 6
"""Departments and districts of the small city: the first ones."""


@cache
def bodies(*, small: bool = False) -> tuple[Body, ...]:
    """Every body that decides, departments first."""
    departments, districts = SMALL if small else (len(DEPARTMENTS), len(DISTRICTS))
    city, name, english = CITY
    return (
        *(
            Body(f"{city}-{n:02}", f"{name}{zh}", f"{english} {en}", share, CHARACTERS[way], f"{n:02}")
            for n, (zh, en, share, way) in enumerate(DEPARTMENTS[:departments], 1)
        ),
        *(
            Body(
                f"{city}-D{n:02}-1", f"{zh}行政审批局", f"{en} Approvals Bureau", share, CHARACTERS[way], "D", zh,
                ("审批科",),
            )
            for n, (zh, en, share, way) in enumerate(DISTRICTS[:districts], 1)
        ),
    )  # fmt: skip


def districts(*, small: bool = False) -> list[tuple[str, str, str]]:
    """Code, name and English name of each district."""
    held = DISTRICTS[: SMALL[1]] if small else DISTRICTS
    return [(f"{CITY[0]}-D{n:02}", zh, en) for n, (zh, en, _share, _way) in enumerate(held, 1)]
