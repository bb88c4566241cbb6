"""A school without Slack: the administration sees it in the table and says done for it."""

from tests.wheel.conftest import City, nth


async def test_the_administration_says_done_for_a_school_without_slack(city: City) -> None:
    await city.day("2026-08-31")
    alex = city.person("U0STRATEG")
    letter = "\n".join(city.news("U0STRATEG"))
    assert "Kvalitetsrapport för 2025/26, senast tis 1 sep, v. 36: 0 av 4 skolor är klara" in letter
    assert "Papperskolan" not in letter
    await alex.command("/arshjul", "Papperskolan", channel="C0GRF")
    answer = city.answer("U0STRATEG", "C0GRF")
    assert "Årshjulet 2026/27: Papperskolan" in answer.plain()
    await alex.click("Visa", in_=answer, nth=nth(answer, "Kvalitetsrapport för 2025/26"))
    await alex.click("Redan klart", in_=city.answer("U0STRATEG", "C0GRF"))
    alex.form.fill("Anteckning", "Kom på papper.")
    assert not (await alex.form.submit()).errors
    await city.stage.quiet()
    assert "1 av 4 skolor är klar" in city.person("U0STRATEG").direct_messages()[-1].plain()
    # Somebody who is nothing there sees the wheel, and may not say done.
    ute = city.person("U0UTE")
    await ute.command("/arshjul", "Papperskolan", channel="C0GRF")
    seen = city.answer("U0UTE", "C0GRF")
    await ute.click("Visa", in_=seen, nth=0)
    assert "Redan klart" not in city.answer("U0UTE", "C0GRF").plain()
