// Effects over the store in memory; the same suite runs over PostgreSQL in contract/common.
#include "tests/support/effect_suite.h"
#include "tests/support/fake_store.h"

namespace recourse::testing {
namespace {

class FakeBench {
 public:
  FakeBench() { store_.now = Timestamp(std::chrono::hours(1000)); }
  FakeStore<Notice>& store() { return store_; }
  FakeEffectStore& effects() { return effects_; }
  std::vector<std::string> Facts() const {
    std::vector<std::string> said;
    for (const auto& [id, fact] : store_.outbox) {
      if (fact.key == Notice::KeyOf(1)) said.push_back(fact.what);
    }
    return said;
  }
  std::optional<EffectState> StateOf(EffectId id) const {
    const auto found = store_.effects.find(id);
    return found == store_.effects.end() ? std::nullopt : std::make_optional(found->second.state);
  }

 private:
  FakeStore<Notice> store_;
  FakeEffectStore effects_{store_.effects, [this] { return store_.now; }};
};

INSTANTIATE_TYPED_TEST_SUITE_P(Fake, EffectSuite, FakeBench);

}  // namespace
}  // namespace recourse::testing
