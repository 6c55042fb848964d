#include "services/followup/adapters/mail_texts.h"

namespace recourse::followup {

const MailTexts& ChineseTexts() {
  static const MailTexts texts = {
      .language = "zh-CN",
      .greeting = "您好：",
      .survey =
          {.subject = "工单 {number}：您的问题解决了吗？",
           .body =
               "您反映的问题（工单 {number}）已经处理。请用一分钟告诉我们，问题是否真正解决了：",
           .button = "告诉我们",
           .short_text = "您的工单 {number} 已处理，问题解决了吗？请告诉我们：{url} "
                         "（{expire} 前有效）。不想再被询问：{opt_out}"},
      .reminder =
          {.subject = "工单 {number}：还想听听您的意见",
           .body =
               "我们还没有收到您对工单 {number} 的评价。如果方便，请告诉我们问题是否真正解决了；"
               "我们不会再次提醒：",
           .button = "告诉我们",
           .short_text = "还想听听您对工单 {number} 的意见：{url} （{expire} "
                         "前有效，不再提醒）。不想再被询问：{opt_out}"},
      .expiry = "链接在 {expire} 前有效，只需填写一次，无需登录。",
      .opt_out = "不想再被询问，请打开：",
      .automatic = "这封邮件由系统自动发出。",
      .reply_subject = "答复：工单 {number}",
      .reply_end = "工单号 {number}。再次联系我们时，请告知此工单号。",
      .digest_subject_one = "{kind}：工单 {number}",
      .digest_subject_many = "{count} 条提醒：工单 {number}",
      .digest_begin = "以下工单需要您关注：",
      .digest_dropped = "另有 {count} 条较早的提醒未列出，请查看工单列表。",
      .ticket = "工单 {number}",
      .due = "{clock}期限 {time}",
      .branch = "网点 {branch}",
      .list_joint = "、",
      .kinds = {{"new_ticket", "新工单"},
                {"warned", "即将超时"},
                {"breached", "已超时"},
                {"escalated", "已升级"},
                {"reopened", "重新打开"},
                {"reply_failed", "答复未送达"},
                {"breach_revoked", "超时已撤销"}},
      .clocks = {{"first_response", "首次响应"},
                 {"next_response", "再次响应"},
                 {"resolution", "解决"},
                 {"statutory", "法定"}},
      .severities = {{"1", "低"}, {"2", "普通"}, {"3", "高"}, {"4", "紧急"}}};
  return texts;
}

}  // namespace recourse::followup
