"""Coming into the team by a code or a link, and being let in."""

from __future__ import annotations

from sqlalchemy import func, select

from models.member import Member, MemberState, Role
from models.queues import OutboxMessage
from tests.invitations import a_code, team_code
from tests.town import Town


def member(town: Town, name: str) -> Member:
    with town.database() as session:
        return session.scalars(select(Member).where(Member.name == name)).one()


def test_a_rep_comes_in_by_a_code_and_reads_who_sees_what(town: Town) -> None:
    town.member("กบ", Role.MANAGER, team="ทีมขายกรุงเทพ")
    town.person("แบงค์")
    code = a_code(town, team="ทีมขายกรุงเทพ")
    town.play(f"""
        แบงค์> สวัสดีครับ
        แบงค์< สวัสดีค่ะ จดเป็นผู้ช่วยของทีมขาย ถ้าอยู่ในทีม พิมพ์ “เข้าร่วม” ตามด้วยรหัสจากหัวหน้าได้เลยค่ะ
        @ 2026-11-26 09:01
        แบงค์> เข้าร่วม {code}
        แบงค์< สวัสดีค่ะ คุณแบงค์ เข้าทีมขายกรุงเทพ (หัวหน้า: คุณกบ) แล้ว

          ไปหาลูกค้าหรือโทรคุยกับใครมา พิมพ์บอกจดบรรทัดเดียว เช่น
          เข้าพบ สยามวัสดุ คุยราคาเหล็ก 1.5 ล้าน ตามศุกร์นี้บ่ายสอง

          จดจะเก็บประวัติ เตือนก่อนถึงนัด และทำรายงานเย็นให้
          คุณกบเห็นงานที่ลงกับลูกค้าของทีม ไม่เห็นตำแหน่งคุณ ยกเว้นตอนที่กดแชร์เอง

          ลองลงรายที่คุยล่าสุดสักรายไหมคะ
    """)
    assert town.card("แบงค์").splitlines()[-1] == "(ลองลงงาน) (ดูตัวอย่าง) (ตั้งเวลาแจ้งเตือน)"
    assert member(town, "แบงค์").role is Role.REP


def test_the_name_of_the_invitation_beats_the_one_at_line(town: Town) -> None:
    town.person("🌸Nok_ka✨")
    town.play(f"""
        🌸Nok_ka✨> join {a_code(town, name="นก")}
        🌸Nok_ka✨< สวัสดีค่ะ คุณนก เข้าทีมขายแล้ว

          ไปหาลูกค้าหรือโทรคุยกับใครมา พิมพ์บอกจดบรรทัดเดียว เช่น
          เข้าพบ สยามวัสดุ คุยราคาเหล็ก 1.5 ล้าน ตามศุกร์นี้บ่ายสอง

          จดจะเก็บประวัติ เตือนก่อนถึงนัด และทำรายงานเย็นให้
          หัวหน้าเห็นงานที่ลงกับลูกค้าของทีม ไม่เห็นตำแหน่งคุณ ยกเว้นตอนที่กดแชร์เอง

          ลองลงรายที่คุยล่าสุดสักรายไหมคะ
    """)
    town.move_to("2026-11-26 09:01")
    assert member(town, "นก").state is MemberState.ACTIVE


def test_a_code_sent_before_line_told_the_name_gets_the_name_later(town: Town) -> None:
    town.person("แบงค์")
    assert town.say("แบงค์", f"join {a_code(town)}")[0].startswith("สวัสดีค่ะ เข้าทีมขายแล้ว")
    town.move_to("2026-11-26 09:01")
    assert member(town, "แบงค์").state is MemberState.ACTIVE


def test_what_is_no_code_says_so(town: Town) -> None:
    town.person("แบงค์")
    town.person("โจ")
    used, old = a_code(town), a_code(town, days=1)
    town.say("โจ", f"join {used}")
    town.play(f"""
        แบงค์> เข้าร่วม XXXX2345
        แบงค์< รหัสนี้ใช้ไม่ได้หรือหมดอายุแล้วค่ะ ขอรหัสใหม่จากหัวหน้าได้เลย
        แบงค์> เข้าร่วม {used}
        แบงค์< รหัสนี้ใช้ไม่ได้หรือหมดอายุแล้วค่ะ ขอรหัสใหม่จากหัวหน้าได้เลย
        @ 2026-11-28 09:00
        แบงค์> เข้าร่วม {old}
        แบงค์< รหัสนี้ใช้ไม่ได้หรือหมดอายุแล้วค่ะ ขอรหัสใหม่จากหัวหน้าได้เลย
        โจ> join {used}
        โจ< คุณอยู่ในทีมขายอยู่แล้วค่ะ พิมพ์ “เมนู” ดูสิ่งที่ทำได้
    """)


def test_a_member_with_a_second_code_rises_but_never_falls(town: Town) -> None:
    town.member("แบงค์")
    higher, lower = a_code(town, Role.MANAGER), a_code(town, Role.REP)
    town.play(f"""
        แบงค์> join {higher}
        แบงค์< เรียบร้อยค่ะ ตอนนี้คุณเป็นหัวหน้าทีมในทีมขาย
        แบงค์> join {lower}
        แบงค์< คุณอยู่ในทีมขายอยู่แล้วค่ะ พิมพ์ “เมนู” ดูสิ่งที่ทำได้
    """)
    assert member(town, "แบงค์").role is Role.MANAGER


def test_the_team_comes_in_by_one_link_and_each_is_let_in(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.person("แบงค์")
    town.person("เมย์")
    town.move_to("2026-11-26 09:00:30")
    invitation = town.say("กบ", "ชวนทีม")
    code = team_code(town)
    assert "https://line.me/R/oaMessage/%40jod-staff/?%E0%B9%80%E0%B8%82" in invitation[0]
    assert f"เพิ่มเพื่อน @jod-staff แล้วพิมพ์ “เข้าร่วม {code}”" in invitation[0]
    for name in ("แบงค์", "เมย์"):
        town.say(name, "สวัสดี")
    town.play(f"""
        @ 2026-11-26 09:01
        แบงค์> เข้าร่วม {code}
        แบงค์< สวัสดีค่ะ คุณแบงค์ ส่งชื่อให้คุณกบแล้ว กดรับเมื่อไหร่จดจะบอกทันทีค่ะ
        เมย์> join {code.lower()}
        เมย์< สวัสดีค่ะ คุณเมย์ ส่งชื่อให้คุณกบแล้ว กดรับเมื่อไหร่จดจะบอกทันทีค่ะ
        เมย์> แผน
        @ 2026-11-26 09:05
        กบ< มี 2 คนขอเข้าทีม
        กบ> [รับ แบงค์]
        กบ< รับคุณแบงค์เข้าทีมขายแล้ว จดบอกให้แล้วค่ะ
        กบ< คุณเมย์ ขอเข้าทีมขาย
        กบ> ไม่รับ
        กบ< ไม่รับคุณเมย์ ตามนั้นค่ะ
        @ 2026-11-26 09:06
        เมย์< ยังเข้าทีมไม่ได้ค่ะ ถามหัวหน้าแล้วขอรหัสใหม่ได้เลย
        แบงค์< สวัสดีค่ะ คุณแบงค์ เข้าทีมขาย (หัวหน้า: คุณกบ) แล้ว

          ไปหาลูกค้าหรือโทรคุยกับใครมา พิมพ์บอกจดบรรทัดเดียว เช่น
          เข้าพบ สยามวัสดุ คุยราคาเหล็ก 1.5 ล้าน ตามศุกร์นี้บ่ายสอง

          จดจะเก็บประวัติ เตือนก่อนถึงนัด และทำรายงานเย็นให้
          คุณกบเห็นงานที่ลงกับลูกค้าของทีม ไม่เห็นตำแหน่งคุณ ยกเว้นตอนที่กดแชร์เอง

          ลองลงรายที่คุยล่าสุดสักรายไหมคะ
    """)
    assert member(town, "แบงค์").state is MemberState.ACTIVE
    assert member(town, "เมย์").state is MemberState.REMOVED


def test_the_same_in_english(town: Town) -> None:
    town.member("Kob", Role.MANAGER, language="en")
    town.member("Bank", language="en")
    town.person("May")
    town.say("Kob", "invite team")
    town.say("May", f"join {team_code(town)}")
    town.move_to("2026-11-26 09:02")
    town.heard("Kob")
    town.play("""
        Kob> let in
        Kob< May is in ทีมขาย, and knows it.
        Kob> team members
        Kob< 3 people in the team
        Kob> remove Bank from the team
        Kob< Remove Bank from the team?
        Kob> Remove
        Kob< Bank is out of the team.
        Bank> join XXXX2345
        Bank< รหัสนี้ใช้ไม่ได้หรือหมดอายุแล้วค่ะ ขอรหัสใหม่จากหัวหน้าได้เลย
    """)


def test_newcomers_ride_on_the_inviters_next_reply_before_they_cost_a_push(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.person("แบงค์")
    town.say("กบ", "ชวนทีม")
    town.say("แบงค์", f"join {team_code(town)}")
    town.play("""
        กบ> ดูทีม
        กบ< ทีมมี 1 คน
        กบ< คุณสมาชิกใหม่ ขอเข้าทีมขาย
        @ 2026-11-26 12:00
    """)
    with town.database() as session:
        pushes = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.purpose == "notice")
        assert session.scalar(pushes) == 0


def test_nobody_is_asked_about_newcomers_at_night(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.person("แบงค์")
    town.move_to("2026-11-26 20:30")
    town.say("กบ", "ชวนทีม")
    town.say("แบงค์", f"join {team_code(town)}")
    town.heard("กบ")
    town.play("""
        @ 2026-11-26 22:00
        @ 2026-11-27 07:00
        กบ< คุณแบงค์ ขอเข้าทีมขาย
    """)


def test_one_link_is_shared_until_it_runs_out_and_only_by_managers(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.say("กบ", "ชวนทีม")
    first = team_code(town)
    town.say("กบ", "invite team")
    assert team_code(town) == first
    town.play("""
        แบงค์> ชวนทีม
        แบงค์< เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ
    """)


def test_only_whoever_leads_may_let_somebody_in(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("เอ๋", Role.MANAGER, team="ทีมขายเชียงใหม่")
    outsider = town.member("โจ")
    town.person("แบงค์")
    town.say("กบ", "ชวนทีม")
    town.say("แบงค์", f"join {team_code(town)}")
    newcomer = member(town, "สมาชิกใหม่")
    for phone in (outsider, town.platform.phone("เอ๋")):
        phone.tap({"type": "postback", "data": f"1.approve:member={newcomer.id}"})
    assert town.heard("โจ") == ["เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ"]
    assert town.heard("เอ๋") == ["ไม่เจอรายการนี้ค่ะ พิมพ์ชื่อลูกค้า หรือ “แผน” เพื่อดูรายการใหม่ได้เลย"]
    assert member(town, "สมาชิกใหม่").state is MemberState.WAITING


def test_a_tap_that_comes_twice_lets_in_once(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.person("แบงค์")
    town.say("กบ", "ชวนทีม")
    town.say("แบงค์", f"join {team_code(town)}")
    town.move_to("2026-11-26 09:02")
    town.heard("กบ")
    town.play("""
        กบ> [รับ]
        กบ< รับคุณแบงค์เข้าทีมขายแล้ว จดบอกให้แล้วค่ะ
        กบ> [รับ]
        กบ< คุณแบงค์อยู่ในทีมแล้วค่ะ
    """)


def test_a_manager_sees_who_is_in_the_team_and_a_rep_only_who_is_who(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("โจ", language="en")
    town.member("คนอื่น", team="ทีมขายเชียงใหม่")
    town.say("กบ", "ดูทีม")
    assert town.card("กบ").splitlines() == [
        "ทีม · Jod",
        "ทีมขาย",
        "1  กบ",
        "   หัวหน้า · ยังไม่เคยลงงาน",
        "2  แบงค์",
        "   เซลส์ · ยังไม่เคยลงงาน",
        "3  โจ",
        "   เซลส์ · ยังไม่เคยลงงาน",
        "[ชวนทีม]",
    ]
    town.say("โจ", "team members")
    assert town.card("โจ").splitlines()[:4] == ["Team · Jod", "ทีมขาย", "1  กบ", "   Manager"]
    assert "คนอื่น" not in town.card("โจ")
