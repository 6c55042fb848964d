import type { kInboxEn } from "./inbox_en";

export const kInboxZh: Record<keyof typeof kInboxEn, string> = {
  "inbox.title": "待办",
  "inbox.branch": "网点",
  "inbox.branch.all": "全部网点",
  "inbox.whose": "工单归属",
  "inbox.whose.all": "全部",
  "inbox.whose.mine": "我的",
  "inbox.whose.nobody": "未接单",
  "inbox.search": "搜索编号、主题、类别",
  "inbox.count": "{count} 张工单",
  "inbox.nobody": "无人",
  "inbox.me": "我",
  "inbox.no_subject": "无主题",
  "inbox.more": "还有 {count} 张",
  "inbox.empty": "没有待办",
  "inbox.empty.note": "新工单会自动出现在这里。",
  "inbox.none": "没有符合的工单",
  "inbox.none.note": "请调整筛选或搜索。",
};
