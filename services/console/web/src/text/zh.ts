import { kAdminZh } from "./admin_zh";
import { kDeskZh } from "./desk_zh";
import { kFollowupZh } from "./followup_zh";
import { kFiguresZh } from "./figures_zh";
import { kInboxZh } from "./inbox_zh";
import { kTakingZh } from "./taking_zh";
import { kTicketZh } from "./ticket_zh";
import { kTriageZh } from "./triage_zh";
import type { MessageId } from "./messages";

export const zh: Record<MessageId, string> = {
  ...kAdminZh,
  ...kDeskZh,
  ...kFollowupZh,
  ...kFiguresZh,
  ...kInboxZh,
  ...kTakingZh,
  ...kTicketZh,
  ...kTriageZh,

  "product": "Recourse",
  "wall.title": "运营大屏",
  "wall.loading": "正在读取数据…",

  "headline.title": "当前",
  "headline.inflow": "每分钟反馈量",
  "headline.inflow.note": "近 5 分钟",
  "headline.open": "未结工单",
  "headline.open.note": "当前",
  "headline.risk": "即将超时",
  "headline.risk.note": "临近时限",
  "headline.owed": "已超时未响应",
  "headline.owed.note": "近 1 小时超时 {count} 单",
  "headline.compliance": "按时响应率",
  "headline.compliance.note": "近 1 小时 {kept} / {finished} 单",
  "headline.compliance.none": "近 1 小时没有结束的时钟",
  "headline.spark": "近 {minutes} 分钟每分钟反馈量，最高 {most}",

  "branches.title": "网点",
  "branches.note": "最急在前",
  "branches.empty": "还没有网点",
  "branches.empty.remedy": "请导入组织：recoursectl org import FILE",
  "branches.more": "另有 {count} 个网点，未结 {open} 单",
  "branch.open": "未结",
  "branch.risk": "将超时",
  "branch.owed": "已超时",
  "branch.inflow": "每分钟",

  "breaches.title": "超时",
  "breaches.note": "实时",
  "breaches.empty": "没有超时",
  "breaches.empty.note": "到目前为止，所有承诺都按时兑现。",
  "breaches.waiting": "正在等待数据流…",
  "breach.new": "新",
  "breach.answered": "已响应，超时",
  "breach.overdue": "已超",
  "breach.said.one": "新超时：{number}，{branch}",
  "breach.said.many": "新增 {count} 个超时，最近一个 {number}，{branch}",

  "state.live": "实时",
  "state.asof": "数据截至 {time}",
  "state.stale": "数据已停止更新：截至 {time}",
  "state.stale.none": "没有数据：无法连接控制台",
  "state.stream": "超时数据流中断，正在重新连接",
  "state.rebuilding": "计数正在重建：尚不完整",
  "state.denied": "此账号无权查看大屏：请管理员授予 operations 角色",

  "switch.language": "English",
  "switch.language.label": "Switch to English",
  "switch.theme.auto": "主题：跟随设备",
  "switch.theme.light": "主题：浅色",
  "switch.theme.dark": "主题：深色",
  "switch.signout": "退出",

  "signin.title": "登录",
  "signin.lead": "让每一条反馈都有回音。",
  "signin.user": "用户名",
  "signin.password": "密码",
  "signin.submit": "登录",
  "signin.busy": "正在登录…",
  "signin.wrong": "用户名或密码不正确。请重试，或请管理员重置密码。",
  "signin.limited": "尝试次数过多。请等待 {seconds} 秒后再试。",
  "signin.unavailable": "暂时无法登录，请稍后再试；数据不会丢失。",
  "signin.unreachable": "无法连接控制台。请检查网络后重试。",

  "category.account": "账户",
  "category.app": "手机银行",
  "category.atm": "自助设备",
  "category.branch_service": "网点服务",
  "category.card": "银行卡",
  "category.channels": "渠道",
  "category.fee": "收费",
  "category.fraud": "欺诈",
  "category.loan": "贷款",
  "category.other": "其他",
  "category.phone_service": "电话服务",
  "category.privacy": "隐私",
  "category.products": "产品",
  "category.safety": "安全",
  "category.transfer": "转账",
  "category.wealth": "理财",
};
