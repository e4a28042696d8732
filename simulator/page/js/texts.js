/** What the page itself says, in Thai and English. */

const TEXTS = {
  title: ["จด · LINE จำลอง", "Jod · LINE simulator"],
  otherLanguage: ["English", "ภาษาไทย"],
  plus10: ["+10 นาที", "+10 min"],
  plus60: ["+1 ชม.", "+1 h"],
  tomorrow: ["พรุ่งนี้ 08:00", "Tomorrow 08:00"],
  evening: ["18:30", "18:30"],
  pickTime: ["ไปเวลา…", "Go to…"],
  moving: ["กำลังเดินเวลา…", "Moving the clock…"],
  go: ["ไป", "Go"],
  quota: ["โควตาเดือนนี้", "Quota this month"],
  addPhone: ["เพิ่มเครื่อง", "Add a phone"],
  addGroup: ["สร้างกลุ่ม", "New group"],
  name: ["ชื่อ", "Name"],
  groupName: ["ชื่อกลุ่ม", "Group name"],
  account: ["บัญชี LINE OA", "Official Account"],
  members: ["สมาชิก", "Members"],
  add: ["เพิ่ม", "Add"],
  remove: ["เอาออก", "Remove"],
  leave: ["ออกจากกลุ่ม", "Leave the group"],
  removeBot: ["เอาบัญชีนี้ออกจากกลุ่ม", "Remove this account"],
  inviteBot: ["เชิญบัญชีนี้เข้ากลุ่ม", "Invite this account"],
  ok: ["ตกลง", "OK"],
  cancel: ["ยกเลิก", "Cancel"],
  message: ["พิมพ์ข้อความ", "Message"],
  send: ["ส่ง", "Send"],
  more: ["แนบ", "Attach"],
  photo: ["รูป", "Photo"],
  file: ["ไฟล์", "File"],
  place: ["ตำแหน่ง", "Location"],
  sticker: ["สติกเกอร์", "Sticker"],
  reply: ["ตอบกลับ", "Reply"],
  copy: ["คัดลอก", "Copy"],
  edit: ["แก้ไข", "Edit"],
  unsend: ["ยกเลิกข้อความ", "Unsend"],
  options: ["ตัวเลือกข้อความ", "Message options"],
  chatOptions: ["ตัวเลือกแชต", "Chat options"],
  chats: ["แชต", "Chats"],
  read: ["อ่านแล้ว", "Read"],
  edited: ["แก้ไขแล้ว", "edited"],
  unsent: ["ยกเลิกข้อความแล้ว", "Message unsent"],
  befriend: ["เพิ่มเพื่อน", "Add friend"],
  unblock: ["เลิกบล็อก", "Unblock"],
  block: ["บล็อก", "Block"],
  stranger: ["ยังไม่ได้เป็นเพื่อนกับบัญชีนี้", "Not a friend of this account yet"],
  blocked: ["บล็อกบัญชีนี้อยู่", "This account is blocked"],
  copied: ["คัดลอกแล้ว", "Copied"],
  call: ["โทร", "Call"],
  opens: ["จะเปิดลิงก์นี้ในเครื่องจริง", "On a phone this opens"],
  apiLog: ["บันทึกการเรียก LINE API", "LINE API calls"],
  gone: ["ติดต่อโปรแกรมไม่ได้ กำลังลองใหม่…", "The simulator does not answer; trying again…"],
  menu: ["เมนู", "Menu"],
  latitude: ["ละติจูด", "Latitude"],
  longitude: ["ลองจิจูด", "Longitude"],
  address: ["ที่อยู่", "Address"],
  chooseTime: ["เลือกวันเวลา", "Choose date and time"],
  everyone: ["แตะ @ เพื่อเรียกบัญชีนี้", "Mention this account"],
  today: ["วันนี้", "Today"],
};

export const language = localStorage.getItem("language") === "en" ? 1 : 0;
export const locale = ["th-TH", "en-GB"][language];

export function t(key) {
  return TEXTS[key][language];
}

/** The page says everything anew in the other language. */
export function switchLanguage() {
  localStorage.setItem("language", ["en", "th"][language]);
  location.reload();
}
