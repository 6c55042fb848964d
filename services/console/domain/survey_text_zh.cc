#include "services/console/domain/survey_text.h"

namespace recourse::console {
namespace {

using enum SurveyText;

const std::map<SurveyText, std::string_view> kTexts = {
    {kTitle, "我们做得怎么样？"},
    {kLead,
     "我们已告知您，您的事项 {number} 已办结。请告诉我们是否真的解决了。"
     "想答哪题就答哪题，用时不到一分钟。"},
    {kDaysLeft, "您还有 {days} 天可以作答。"},
    {kHoursLeft, "您还有 {hours} 小时可以作答。"},
    {kOtherLanguage, "English"},
    {kCsat, "您对我们处理此事的满意程度如何？"},
    {kCsat1, "非常不满意"},
    {kCsat2, "不满意"},
    {kCsat3, "一般"},
    {kCsat4, "满意"},
    {kCsat5, "非常满意"},
    {kNps, "您有多大可能向朋友或同事推荐我们？"},
    {kNpsHint, "0：完全不可能；10：非常可能。"},
    {kCes, "“这家公司让我很容易就解决了问题。”您是否同意？"},
    {kCesHint, "1：非常不同意；7：非常同意。"},
    {kPutRight, "问题解决了吗？"},
    {kYes, "解决了"},
    {kNo, "还没有"},
    {kWords, "还有什么想告诉我们？"},
    {kWordsHint, "可不填。请勿填写密码或银行卡号。"},
    {kSend, "提交"},
    {kPreferenceLink, "不再接收调查"},
    {kFaultsTitle, "尚未提交"},
    {kFaultPrefix, "未提交："},
    {kFaultEmpty, "请至少回答一道选择题。"},
    {kFaultOutOfRange, "请从列出的选项中选择一项。"},
    {kFaultTooLong, "内容过长，请缩短到约 2700 字以内。"},
    {kThanksTitle, "谢谢您"},
    {kThanks, "我们已收到您对 {number} 的评价。您可以关闭此页面。"},
    {kThanksReopens,
     "我们已收到您的评价。很抱歉问题没有解决：您的事项 {number} "
     "已重新打开，将有专人继续处理，您无需再次反映。"},
    {kAnsweredTitle, "您已经作答"},
    {kAnswered,
     "我们已收到对 {number} 的一份评价，每次调查只计一份。"
     "如仍有问题，请直接回复我们的上一条消息，或致电并报上编号。"},
    {kExpiredTitle, "本次调查已截止"},
    {kExpired,
     "现在不能再作答。如 {number} 仍有问题，请直接回复我们的上一条消息，"
     "或致电并报上编号。"},
    {kWithdrawnTitle, "本次调查已撤回"},
    {kWithdrawn,
     "您的事项 {number} 正在重新处理，或您已要求不再接收调查。您无需任何操作；"
     "如有问题，请直接回复我们的上一条消息或致电。"},
    {kNotIssuedTitle, "本次调查尚未开始"},
    {kNotIssued, "请稍后再打开此页面，链接不变。"},
    {kUnknownTitle, "此链接无效"},
    {kUnknown, "没有与之对应的调查。链接可能不完整：请从我们的消息中重新打开，或完整复制链接。"},
    {kLimitedTitle, "无效链接过多"},
    {kLimited,
     "您所在的网络多次尝试了无效的链接。请等待 {minutes} 分钟，"
     "再从我们的消息中打开链接。"},
    {kUnreadableTitle, "无法读取"},
    {kUnreadable, "收到的内容与本页面的表单不符。请从我们的消息中重新打开链接并再次填写。"},
    {kTooLargeTitle, "内容过长"},
    {kTooLarge, "您填写的内容超出上限。请返回，缩短到约 2700 字以内再提交。"},
    {kUnavailableTitle, "暂时无法使用"},
    {kUnavailable, "请过几分钟再打开此链接。链接依然有效，不会丢失任何内容。"},
    {kNotSavedTitle, "您的评价尚未保存"},
    {kNotSaved,
     "暂时无法保存。您填写的内容仍在此页面中：请过一分钟再按一次按钮。"
     "无论按几次，只计一次。"},
    {kSendAgain, "再次提交"},
    {kPreferenceTitle, "我们可以向您做回访调查吗？"},
    {kPreferenceLead,
     "事项办结后，我们会询问问题是否解决。是否接收由您决定，可随时在此更改。"
     "对您来信的答复不属于调查，仍会送达。"},
    {kOptOut, "不再接收调查"},
    {kOptIn, "可以向我调查"},
    {kOptedOutTitle, "今后不再向您发送调查"},
    {kOptedOut, "您不会再收到调查。如属误操作，可在此撤回。"},
    {kOptedInTitle, "谢谢您"},
    {kOptedIn, "我们可以向您做回访调查。如改变主意，可在此告知。"},
};

}  // namespace

std::string_view ZhText(SurveyText text) {
  const auto found = kTexts.find(text);
  return found == kTexts.end() ? std::string_view() : found->second;
}

}  // namespace recourse::console
