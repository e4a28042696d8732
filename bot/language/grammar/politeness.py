"""What people put around a command out of politeness, for patterns that match a whole line."""

START = r"(?:ช่วย|ขอ)?"
END = r"\s*(?:หน่อย|ด้วย|please)?(?:นะ)?(?:ค่ะ|คะ|ครับ)?[^ก-๙a-z0-9\"')]*"
"""With what is no letter."""
