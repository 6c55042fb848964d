#include "services/classify/adapters/rules_json.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>

#include "services/classify/adapters/folding.h"
#include "services/classify/adapters/pattern_set.h"
#include "services/classify/domain/decide.h"
#include "services/common/process/json.h"

namespace recourse::classify {
namespace {

constexpr const char* kTaxonomy =
    R"("taxonomy":[{"category":"products","parent":"","name_zh":"产品","name_en":"Products"},
    {"category":"card","parent":"products","name_zh":"卡","name_en":"Cards"},
    {"category":"other","parent":"","name_zh":"其他","name_en":"Other"}])";

std::string Document(const std::string& rules, const std::string& rest = "") {
  return std::string("{") + kTaxonomy + R"(,"rules":[)" + rules + "]" + rest + "}";
}

std::string WhyNot(const std::string& document) {
  const auto rules = ReadRules(document);
  return rules.ok() ? "readable" : std::string(rules.status().message());
}

TEST(RulesJsonTest, ReadsARuleAndFoldsItsTerms) {
  const auto rules = ReadRules(Document(
      R"({"id":"r1","category":"card","type":"enquiry","severity":"high","dimension":"empathy",
          "any":["ＣＡＲＤ","card","Ca\u200brd"],"all":["卡"],"none":["请问"]})"));
  ASSERT_TRUE(rules.ok()) << rules.status();
  ASSERT_EQ(rules->rules.size(), 1U);
  const WrittenRule& rule = rules->rules[0];
  EXPECT_EQ(rule.verdict.id, RuleId("r1"));
  EXPECT_EQ(rule.verdict.type, FeedbackType::kEnquiry);
  EXPECT_EQ(rule.verdict.severity, Severity::kHigh);
  EXPECT_EQ(rule.verdict.dimension, Dimension::kEmpathy);
  EXPECT_EQ(rule.any, (std::vector<std::u32string>{U"card"}));
  EXPECT_EQ(rule.all, (std::vector<std::u32string>{U"卡"}));
  EXPECT_EQ(rule.none, (std::vector<std::u32string>{U"请问"}));
  EXPECT_EQ(rules->categories.size(), 3U);
}

TEST(RulesJsonTest, SeverityAndDimensionMayBeUnsaid) {
  const auto rules =
      ReadRules(Document(R"({"id":"r1","category":"card","type":"praise","any":["x"]})"));
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_EQ(rules->rules[0].verdict.severity, Severity::kNormal);
  EXPECT_EQ(rules->rules[0].verdict.dimension, Dimension::kUnsaid);
}

TEST(RulesJsonTest, ReadsSentiments) {
  const auto rules = ReadRules(Document("", R"(,"sentiment":{"very_negative":["气死"]})"));
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_EQ(rules->sentiments.at(Sentiment::kVeryNegative),
            (std::vector<std::u32string>{U"气死"}));
}

TEST(RulesJsonTest, NamesTheFaultByItsPlace) {
  EXPECT_EQ(WhyNot(Document(R"({"id":"r1","category":"cart","type":"praise","any":["x"]})")),
            R"(rules refused: rules[0].category "cart" is not in the taxonomy)");
  EXPECT_EQ(WhyNot(Document(R"({"id":"r1","category":"card","type":"praise","any":["x"]},
                               {"id":"r1","category":"card","type":"praise","any":["y"]})")),
            R"(rules refused: rules[1].id "r1" is there twice)");
  EXPECT_EQ(WhyNot(Document(R"({"id":"r1","category":"card","type":"rant","any":["x"]})")),
            R"(rules refused: rules[0].type is not a word that is known here: "rant")");
  EXPECT_EQ(WhyNot(Document(R"({"id":"r1","category":"card","type":"praise","any":["x",""]})")),
            "rules refused: rules[0].any[1] is empty");
  EXPECT_EQ(WhyNot(Document(R"({"id":"r1","category":"card","type":"praise","any":["\u200b"]})")),
            "rules refused: rules[0].any[0] has nothing to look for: "
            "only spaces or invisible characters");
  EXPECT_EQ(WhyNot(Document(R"({"id":"r1","category":"card","type":"praise","any":["a\u0000"]})")),
            "rules refused: rules[0].any[0] has a control character");
  EXPECT_EQ(WhyNot(Document(R"({"id":"r1","category":"card","type":"praise","any":"x"})")),
            "rules refused: rules[0].any should be an array");
  EXPECT_EQ(WhyNot(Document(R"({"id":"r1","category":"card","type":"praise","none":["x"]})")),
            R"(rules refused: rules[0] has nothing in "any", "all", "patterns" or "fields" and )"
            "would match every text");
  EXPECT_EQ(WhyNot(Document(
                R"({"id":"r1","category":"card","type":"praise","all":["X"],"none":["x"]})")),
            R"(rules refused: rules[0] has a term in "all" and in "none" and can never match)");
  EXPECT_EQ(WhyNot(Document(R"({"id":"r1","category":"card","type":"praise","amy":["x"],
                                "all":["y"]})")),
            R"(rules refused: rules[0] has a name that is not known here: "amy")");
  EXPECT_EQ(WhyNot(Document("", R"(,"sentiment":{"angry":[]})")),
            R"(rules refused: sentiment has a name that is not known here: "angry")");
}

TEST(RulesJsonTest, ReadsPatternsAndFields) {
  const auto rules = ReadRules(Document(
      R"({"id":"r1","category":"card","type":"praise","patterns":["a+b","\\d{4}","a+b"]},
         {"id":"r2","category":"card","type":"praise","patterns":["\\d{4}"],
          "fields":{"channel":["mail","sms"],"language":["zh"]}})"));
  ASSERT_TRUE(rules.ok()) << rules.status();
  ASSERT_NE(rules->patterns, nullptr);
  EXPECT_EQ(rules->rules[0].patterns, (std::vector<PatternIndex>{0, 1}));
  EXPECT_EQ(rules->rules[1].patterns, (std::vector<PatternIndex>{1}));
  ASSERT_EQ(rules->rules[1].fields.size(), 2U);
  EXPECT_EQ(rules->rules[1].fields[0].field, FeedbackField::kChannel);
  EXPECT_EQ(rules->rules[1].fields[0].values, (std::vector<std::string>{"mail", "sms"}));
  EXPECT_EQ(rules->rules[1].fields[1].field, FeedbackField::kLanguage);
}

TEST(RulesJsonTest, WithoutPatternsThereIsNothingToAskThem) {
  const auto rules =
      ReadRules(Document(R"({"id":"r1","category":"card","type":"praise","any":["x"]})"));
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_EQ(rules->patterns, nullptr);
}

TEST(RulesJsonTest, NamesTheFaultsOfPatternsAndFields) {
  const auto why = [](const std::string& rest) {
    return WhyNot(
        Document(R"({"id":"r1","category":"card","type":"praise","any":["x"],)" + rest + "}"));
  };
  EXPECT_EQ(why(R"("patterns":["a","a*"])"),
            "rules refused: rules[0].patterns[1] matches the empty text, and so every text");
  EXPECT_TRUE(why(R"("patterns":["(a"])")
                  .starts_with("rules refused: rules[0].patterns[0] cannot be compiled: "));
  EXPECT_EQ(why(R"("patterns":[""])"), "rules refused: rules[0].patterns[0] is empty");
  EXPECT_EQ(why(R"("patterns":["a\tb\u0007"])"),
            "rules refused: rules[0].patterns[0] has a control character");
  EXPECT_EQ(why(R"("patterns":[")" + std::string(kPatternBytesMax + 1, 'a') + "\"]"),
            "rules refused: rules[0].patterns[0] is longer than 1000 bytes");
  EXPECT_EQ(why(R"("patterns":[")" + std::string(kPatternBytesMax, 'a') + "\"]"), "readable");
  EXPECT_EQ(why(R"("fields":{"chanel":["mail"]})"),
            "rules refused: rules[0].fields has a name that is not known here: \"chanel\"");
  EXPECT_EQ(why(R"("fields":{"place":[]})"),
            "rules refused: rules[0].fields.place has no value, so that the rule can never match");
  EXPECT_EQ(why(R"("fields":{"language":["zh","cn"]})"),
            "rules refused: rules[0].fields.language[1] is not a language that is told apart "
            "here: zh, en, mul or und");
  EXPECT_EQ(why(R"("fields":[])"), "rules refused: rules[0].fields should be an object");
}

TEST(RulesJsonTest, LimitsPatterns) {
  const auto with = [](std::size_t count) {
    std::string patterns;
    for (std::size_t i = 0; i < count; ++i) {
      patterns += (i == 0 ? "\"p" : ",\"p") + std::to_string(i) + "\"";
    }
    return Document(R"({"id":"r1","category":"card","type":"praise","patterns":[)" + patterns +
                    R"(]},{"id":"r2","category":"card","type":"praise","patterns":["p0","q"]})");
  };
  EXPECT_EQ(WhyNot(with(kPatternsMax - 1)), "readable");
  EXPECT_EQ(WhyNot(with(kPatternsMax)),
            "rules refused: rules[1].patterns[1] is one pattern too many: at most 2000 different "
            "ones are allowed");
}

TEST(RulesJsonTest, NamesTheFaultsOfATaxonomy) {
  const auto why = [](const std::string& taxonomy) {
    return WhyNot(R"({"taxonomy":[)" + taxonomy + R"(],"rules":[]})");
  };
  const std::string other =
      R"({"category":"other","parent":"","name_zh":"其他","name_en":"Other"})";
  EXPECT_EQ(why(""),
            "rules refused: taxonomy has no category \"other\": it is what nothing else decides");
  EXPECT_EQ(why(other + "," + other),
            R"(rules refused: taxonomy[1].category "other" is there twice)");
  EXPECT_EQ(why(other + R"(,{"category":"a","parent":"b","name_zh":"a","name_en":"a"})"),
            R"(rules refused: taxonomy has "a" under "b", which is not in it)");
  EXPECT_EQ(why(other + R"(,{"category":"a","parent":"other","name_zh":"a","name_en":"a"},
                           {"category":"b","parent":"a","name_zh":"b","name_en":"b"})"),
            R"(rules refused: taxonomy has "b" on a third level, it has two)");
  EXPECT_EQ(why(other + R"(,{"category":"A b","parent":"","name_zh":"a","name_en":"a"})"),
            "rules refused: taxonomy[1].category may have only a to z, 0 to 9, _ and -");
  EXPECT_EQ(why(other + R"(,{"category":"a","parent":"","name_zh":"a"})"),
            "rules refused: taxonomy[1].name_en is absent");
}

TEST(RulesJsonTest, NamesTheFirstFaultsAndCountsTheRest) {
  std::string rules;
  for (int i = 0; i < 8; ++i) {
    rules += std::string(i == 0 ? "" : ",") + R"({"id":"r)" + std::to_string(i) +
             R"(","category":"no","type":"praise","any":["x"]})";
  }
  const std::string why = WhyNot(Document(rules));
  EXPECT_NE(why.find("rules[4].category"), std::string::npos) << why;
  EXPECT_EQ(why.find("rules[5].category"), std::string::npos) << why;
  EXPECT_EQ(why.substr(why.size() - 12), "; and 3 more") << why;
}

StatusOr<WrittenRules> ShippedRules() {
  std::ifstream file(std::string(RECOURSE_TESTS_DIR) +
                     "/../deploy/local/sample/policy/40-rules.json");
  const std::string whole((std::istreambuf_iterator<char>(file)), {});
  const auto parsed = ParseJsonObject(whole);
  const auto* object = std::get_if<boost::json::object>(&parsed);
  if (object == nullptr) return absl::NotFoundError("no rules are shipped");
  return ReadRules(boost::json::serialize(object->at("document")));
}

TEST(RulesJsonTest, TakesTheRulesThatTheProjectShips) {
  const auto rules = ShippedRules();
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_FALSE(rules->rules.empty());
}

// Who is asked for a code by somebody is in danger; who waits for one is not.
TEST(RulesJsonTest, TheShippedPatternsTellWhoIsAskedForACodeFromWhoWaitsForOne) {
  const auto rules = ShippedRules();
  ASSERT_TRUE(rules.ok()) << rules.status();
  const Policy policy = Compile(*rules, 1);
  const auto rule_of = [&](const std::string& text) {
    return Classify(*FoldText(text), Scores{}, policy).rule_id.value();
  };
  EXPECT_EQ(rule_of("有人打电话自称是客服，让我把短信念给他，要我说出验证码"), "r-150");
  EXPECT_EQ(rule_of("对方要我的手机验证码，我没给"), "r-150");
  EXPECT_EQ(rule_of("我把验证码告诉了对方"), "r-150");
  EXPECT_EQ(rule_of("我把验\u200b证\u200b码发给他了"), "r-150");
  EXPECT_EQ(rule_of("The caller asked me for the six digit code"), "r-151");
  EXPECT_EQ(rule_of("He told us to READ out the ｃｏｄｅ, sorry: asked me to read him the code"),
            "r-151");
  for (const char* waits :
       {"验证码半天不来", "转账要提供验证码，可是收不到", "让我说什么好，验证码又过期了",
        "The one-time code never arrives", "the chat asked me for my sort code"}) {
    const std::string rule = rule_of(waits);
    EXPECT_TRUE(rule != "r-150" && rule != "r-151") << waits;
  }
}

TEST(RulesJsonTest, RefusesWhatIsNotJson) {
  EXPECT_EQ(WhyNot("").substr(0, 30), "rules refused: json-malformed:");
  EXPECT_EQ(WhyNot(std::string(100'000, '[')).substr(0, 29), "rules refused: json-too-deep:");
  EXPECT_EQ(WhyNot("[]"), "rules refused: the document should be an object");
  EXPECT_TRUE(WhyNot("{}").ends_with("; rules is absent")) << WhyNot("{}");
}

TEST(RulesJsonTest, LimitsTerms) {
  const auto with = [](std::size_t count) {
    std::string terms;
    for (std::size_t i = 0; i < count; ++i) {
      terms += (i == 0 ? "\"t" : ",\"t") + std::to_string(i) + "\"";
    }
    return Document(R"({"id":"r1","category":"card","type":"praise","any":[)" + terms + "]}",
                    R"(,"sentiment":{"negative":["x"]})");
  };
  EXPECT_EQ(WhyNot(with(kTermsMax - 1)), "readable");
  EXPECT_EQ(WhyNot(with(kTermsMax)),
            "rules refused: rules and sentiment have 20001 different terms, "
            "at most 20000 are allowed");
}

TEST(RulesJsonTest, LimitsATerm) {
  const auto with = [](std::size_t count) {
    std::string term;
    for (std::size_t i = 0; i < count; ++i) term += "卡";
    return Document(R"({"id":"r1","category":"card","type":"praise","any":[")" + term + "\"]}");
  };
  EXPECT_EQ(WhyNot(with(kTermCodePointsMax)), "readable");
  EXPECT_EQ(WhyNot(with(kTermCodePointsMax + 1)),
            "rules refused: rules[0].any[0] has more than 64 characters");
}

TEST(RulesJsonTest, LimitsTheDocument) {
  EXPECT_EQ(WhyNot(std::string(kRulesDocumentBytesMax + 1, ' ')),
            "rules refused: the document has 1048577 bytes, at most 1048576 are allowed");
}

}  // namespace
}  // namespace recourse::classify
