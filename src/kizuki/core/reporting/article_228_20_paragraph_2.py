"""施行規則第228条の20第2項: which matters a holder must report. One function an item, in the order of the article.

Hold the printed article beside this file. `NOW` is the text in force from 2026-05-01 (令和7年厚生労働省令第117号),
`BEFORE` the text it replaced, which Kizuki holds for matters learned from 2024-01-15 on; of that text the letters
are used where they are established, else a name. A rule reads one harm of a matter, or the matter as a whole.
The paraphrases are ours; the wording on e-Gov prevails.
"""

from __future__ import annotations

from kizuki.core.facts.case import Device, Harm, Matter
from kizuki.core.facts.finding import Finding, all_of, any_of, apart_from
from kizuki.core.facts.values import Kind, Severity
from kizuki.core.law import provision, since, until
from kizuki.core.reporting.events import event_may_harm_only_lightly, event_may_harm_seriously
from kizuki.core.reporting.exclusions import remembered_for_the_matter, unless_parked_in_3i
from kizuki.core.reporting.measures import hazard_preventing_measure
from kizuki.core.reporting.terms import (
    above_the_rate_of_the_law,
    abroad,
    device_of_the_holder,
    event_or_vulnerability,
    here,
    may_lead_to_death_or_serious_harm,
    not_foreseen_abroad,
    not_foreseen_or_trend,
    of,
    shows_what_the_item_names,
    suspected,
)
from kizuki.core.reporting.vulnerabilities import may_harm_only_lightly, may_harm_seriously

NOW = since(2026, 5, 1)
BEFORE = until(2026, 5, 1)


# 第1号 十五日


@provision("1-イ", in_force=NOW, reads="harm")
@provision("1-イ", in_force=BEFORE, reads="harm")
@of(Kind.EVENT, limb="death_here")
def death_here(harm: Harm, matter: Matter, device: Device) -> Finding:
    """当該医療機器の不具合による影響が疑われる死亡（予測の可否を問わない）。

    A death suspected to come from a malfunction of the holder's own device, foreseeable or not.
    """
    return all_of(here(matter, device), harm.severity.is_(Severity.DEATH), suspected(harm))


@provision("1-ロ", in_force=NOW, reads="harm")
@provision("1-ロ", in_force=BEFORE, reads="harm")
@of(Kind.EVENT, limb="death_abroad")
def death_abroad(harm: Harm, matter: Matter, device: Device) -> Finding:
    """外国医療機器の不具合による影響が疑われる死亡で、注意等から予測できないもの、又は発生傾向の要件に当たるもの。

    A death suspected to come from the identical foreign device: not foreseeable from the precautions, or
    foreseeable with a trend that is not, or that shows a hazard. What is item ホ (rate) is left to a person's
    judgement, both being reported until then.
    """
    return all_of(
        abroad(matter, device), harm.severity.is_(Severity.DEATH), suspected(harm), not_foreseen_or_trend(harm)
    )


@provision("1-ハ", in_force=NOW, reads="harm")
@of(Kind.EVENT, limb="serious_case")
def serious_harm(harm: Harm, matter: Matter, device: Device) -> Finding:
    """不具合による影響が疑われる重篤症例で、注意等から予測できないもの、又は発生傾向の要件に当たるもの（国内・外国）。

    A serious case (criteria 1-5), own or identical foreign device: not foreseeable, or a trend leg.
    """
    return all_of(
        device_of_the_holder(matter, device),
        harm.severity.is_(Severity.SERIOUS),
        suspected(harm),
        not_foreseen_or_trend(harm),
    )


@provision("1-ハ", in_force=BEFORE, reads="harm")
@of(Kind.EVENT)
def serious_harm_here_before(harm: Harm, matter: Matter, device: Device) -> Finding:
    """改正前：当該医療機器の重篤症例で、予測できないもの、又は発生傾向の要件に当たるもの。

    Before the amendment: a serious case with the own device, not foreseeable or with a trend leg.
    """
    return all_of(here(matter, device), serious_harm(harm, matter, device))


@provision("1-serious-foreign", in_force=BEFORE, reads="harm")
@of(Kind.EVENT)
def serious_harm_abroad_before(harm: Harm, matter: Matter, device: Device) -> Finding:
    """改正前：外国医療機器の重篤症例で、予測できないもの、又は発生傾向の要件に当たるもの（記号は未確認）。

    Before the amendment: the same for the identical foreign device; its letter is not established.
    """
    return all_of(abroad(matter, device), serious_harm(harm, matter, device))


@provision("1-ニ", in_force=NOW, reads="matter")
@provision("1-ニ", in_force=BEFORE, reads="matter")
@of(Kind.RATE, limb="rate_here")
def rate_here(matter: Matter, device: Device) -> Finding:
    """指定医療機器の不具合（死亡・重篤又はそのおそれ）の発生率が、あらかじめ把握した発生率を上回ったもの。

    The rate of a designated device, over malfunctions with death or serious harm or their おそれ, above the rate
    grasped beforehand.
    """
    return all_of(here(matter, device), device.designated.is_(True), above_the_rate_of_the_law(matter))


@provision("1-ホ", in_force=NOW, reads="matter")
@provision("1-ヘ", in_force=BEFORE, reads="matter")
@of(Kind.RATE, limb="rate_abroad")
def rate_abroad(matter: Matter, device: Device) -> Finding:
    """外国医療機器の発生率をあらかじめ把握できる場合に、当該医療機器について把握した発生率を上回ったもの。

    The rate of the identical foreign device, where it can be known beforehand, above that of the own device.
    """
    return all_of(abroad(matter, device), matter.rate.known_beforehand.is_(True), above_the_rate_of_the_law(matter))


@provision("1-ヘ", in_force=NOW, reads="harm")
@provision("1-ト", in_force=BEFORE, reads="harm")
@of(Kind.INFECTION, limb="infection_not_foreseen")
def infection_not_foreseen(harm: Harm, matter: Matter, device: Device) -> Finding:
    """当該医療機器の使用によると疑われる感染症の症例で、注意等から予測できないもの（重篤性を問わない）。

    An infection suspected to come from use of the own device, of any severity, not foreseeable.
    """
    return all_of(
        here(matter, device), harm.severity.is_not(Severity.NONE), suspected(harm), harm.predictable.is_(False)
    )


@provision("1-ト", in_force=NOW, reads="harm")
@provision("1-チ", in_force=BEFORE, reads="harm")
@of(Kind.INFECTION, limb="infection_serious")
def infection_serious(harm: Harm, matter: Matter, device: Device) -> Finding:
    """使用によると疑われる感染症による死亡又は重篤症例（国内・外国。前の号を除く）。

    Death or a serious case by an infection, both loci, apart from what is the item before.
    """
    return all_of(
        device_of_the_holder(matter, device),
        harm.severity.is_(Severity.DEATH, Severity.SERIOUS),
        suspected(harm),
        apart_from("infection_not_foreseen", infection_not_foreseen(harm, matter, device)),
    )


@provision("1-チ", in_force=NOW, reads="matter")
@provision("1-リ", in_force=BEFORE, reads="matter")
@of(Kind.FOREIGN_MEASURE)
def measure_abroad(matter: Matter, device: Device) -> Finding:
    """外国医療機器に係る製造・輸入・販売の中止、回収、廃棄その他危害の発生・拡大を防止する措置の実施。

    A stop, recall, disposal or another measure against a hazard, taken with the identical foreign device.
    """
    return all_of(
        abroad(matter, device), matter.measure.covers_identical.is_(True), hazard_preventing_measure(matter)
    )


# 第2号 三十日


@provision("2-イ", in_force=NOW, reads="harm")
@of(Kind.EVENT, limb="death_or_serious_case_otherwise")
def death_or_serious_harm_here(harm: Harm, matter: Matter, device: Device) -> Finding:
    """当該医療機器の不具合による影響が疑われる死亡・重篤症例（1号イ・ハ・ニ、3号イを除く）。

    Death or a serious case with the own device that is not already 1-イ, 1-ハ, 1-ニ or 3-イ: in effect the
    foreseeable serious case without a trend leg.
    """
    return all_of(
        here(matter, device),
        harm.severity.is_(Severity.DEATH, Severity.SERIOUS),
        suspected(harm),
        apart_from("1-イ", death_here(harm, matter, device)),
        apart_from("1-ハ", serious_harm(harm, matter, device)),
        unless_parked_in_3i(expected_malfunction_of_designated_device(matter, device), matter, device, harm),
    )


@provision("2-イ", in_force=BEFORE, reads="harm")
@of(Kind.EVENT, limb="death_or_serious_case_otherwise")
def death_or_serious_harm_before(harm: Harm, matter: Matter, device: Device) -> Finding:
    """改正前：死亡・重篤症例のうち第1号に当たらないもの（外国医療機器の予測できるものを含む）。

    Before the amendment the item covers the foreign device as well: foreseeable deaths and serious cases abroad.
    """
    return all_of(
        device_of_the_holder(matter, device),
        harm.severity.is_(Severity.DEATH, Severity.SERIOUS),
        suspected(harm),
        apart_from("1-イ", death_here(harm, matter, device)),
        apart_from("1-ロ", death_abroad(harm, matter, device)),
        apart_from("1-ハ", serious_harm(harm, matter, device)),
        unless_parked_in_3i(expected_malfunction_of_designated_device(matter, device), matter, device, harm),
    )


@provision("2-ロ", in_force=NOW, reads="matter")
@of(Kind.EVENT, Kind.VULNERABILITY)
def malfunction_that_may_harm_seriously(matter: Matter, device: Device) -> Finding:
    """死亡・重篤のおそれがある不具合の発生（国内・外国。外国医療機器の予測できる不具合、1号ニ、3号イを除く）。

    A malfunction, or by the notification 4(3) a vulnerability, that may lead to death or serious harm; not a
    foreign malfunction that is itself foreseeable. The causality of an actual harm plays no part.
    """
    return all_of(malfunction_that_may_harm_seriously_before(matter, device), not_foreseen_abroad(matter))


@provision("2-ロ", in_force=BEFORE, reads="matter")
@of(Kind.EVENT, Kind.VULNERABILITY)
def malfunction_that_may_harm_seriously_before(matter: Matter, device: Device) -> Finding:
    """改正前：死亡・重篤のおそれがある不具合の発生（外国医療機器の予測できる不具合を含む）。

    Before the amendment foreseeable foreign malfunctions were not excluded.
    """
    parked = expected_malfunction_of_designated_device(matter, device)
    event = all_of(event_may_harm_seriously(matter), unless_parked_in_3i(parked, matter, device))
    return all_of(
        device_of_the_holder(matter, device), event_or_vulnerability(matter, event, may_harm_seriously(matter))
    )


@provision("2-ハ", in_force=NOW, reads="matter")
@provision("2-ハ", in_force=BEFORE, reads="matter")
@of(Kind.RESEARCH, limb="research_report")
def research_report(matter: Matter, device: Device) -> Finding:
    """重大な疾病・障害・死亡のおそれ、発生傾向の著しい変化、又は承認を受けた効能・効果を有しないことを示す研究報告。

    A research report that shows a risk of death or serious disease, a marked change of trend, or that the own
    device lacks its approved effect.
    """
    return all_of(device_of_the_holder(matter, device), shows_what_the_item_names(matter))


# 第3号 承認等の日から一年以内ごと、満了後二月以内


@provision("3-イ", in_force=NOW, reads="matter")
@provision("3-イ", in_force=BEFORE, reads="matter")
@remembered_for_the_matter
@of(Kind.EVENT, limb="expected_malfunction")
def expected_malfunction_of_designated_device(matter: Matter, device: Device) -> Finding:
    """指定医療機器の不具合のうち、死亡・重篤又はそのおそれが予想されるもの（1号イ・ニを除く）。

    A malfunction of a designated device of the kind whose rate is known beforehand, with death or serious harm or
    their おそれ, apart from what is 1-イ.
    """
    deaths = any_of(*(death_here(harm, matter, device) for harm in matter.harms))
    return all_of(
        here(matter, device),
        device.designated.is_(True),
        matter.expected_malfunction.is_(True),
        may_lead_to_death_or_serious_harm(matter),
        apart_from("1-イ", deaths),
    )


@provision("3-ロ", in_force=NOW, reads="harm")
@provision("3-ロ", in_force=BEFORE, reads="harm")
@of(Kind.EVENT, limb="light_case")
def light_harm_not_foreseen(harm: Harm, matter: Matter, device: Device) -> Finding:
    """当該医療機器の不具合による影響が疑われる死亡・重篤以外の症例で、注意等から予測できないもの。

    A case other than death or serious, suspected to come from the own device, not foreseeable.
    """
    return all_of(
        here(matter, device), harm.severity.is_(Severity.NON_SERIOUS), suspected(harm), harm.predictable.is_(False)
    )


@provision("3-ハ", in_force=NOW, reads="matter")
@provision("3-ハ", in_force=BEFORE, reads="matter")
@of(Kind.EVENT, Kind.VULNERABILITY)
def malfunction_that_may_harm_lightly(matter: Matter, device: Device) -> Finding:
    """死亡・重篤以外の症例のみが発生するおそれのある当該医療機器の不具合で、注意等から予測できないもの。

    A malfunction of the own device that may lead only to other than death or serious harm, not foreseeable. Whether
    a vulnerability without an event is such a malfunction is for a person to judge.
    """
    return all_of(
        here(matter, device),
        event_or_vulnerability(matter, event_may_harm_only_lightly(matter), may_harm_only_lightly(matter)),
        matter.malfunction_predictable.is_(False),
    )
