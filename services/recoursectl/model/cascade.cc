#include "services/recoursectl/model/cascade.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "services/recoursectl/model/calibration.h"
#include "services/recoursectl/model/examples.h"
#include "services/recoursectl/model/meaning.h"
#include "services/recoursectl/model/opened.h"
#include "services/recoursectl/model/training.h"

namespace recourse::ctl::model {
namespace {

constexpr double kAskBelow[] = {0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01};
constexpr double kMicro = 1e6;

double CpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Fills in the points; microseconds of CPU a text.
double TimedPoints(const Encoder& encoder, std::vector<Example>& rows) {
  const double began = CpuSeconds();
  AddPoints(encoder, rows);
  return rows.empty() ? 0 : (CpuSeconds() - began) / static_cast<double>(rows.size()) * kMicro;
}

Cascade CurveOf(const std::vector<Judged>& first, const std::vector<Judged>& second,
                std::size_t labels, std::uint32_t seed) {
  Cascade cascade;
  for (const double ask_below : kAskBelow) {
    const auto joined = Joined(first, second, ask_below);
    const auto asked = std::count_if(
        first.begin(), first.end(), [&](const Judged& one) { return one.probability < ask_below; });
    cascade.steps.push_back(
        {ask_below,
         first.empty() ? 0 : static_cast<double>(asked) / static_cast<double>(first.size()),
         FiguresOf(joined, labels, 0, seed)});
  }
  return cascade;
}

// Where the head of this name stands in both manifests.
StatusOr<std::size_t> PlaceOf(const std::string& name, const Manifest& first,
                              const Manifest& second) {
  for (std::size_t i = 0; i < std::min(first.heads.size(), second.heads.size()); ++i) {
    const std::string& own = first.heads[i].name;
    if ((name.empty() || own == name) && second.heads[i].name == own) return i;
  }
  return absl::InvalidArgumentError(first.name + " and " + second.name + " do not have the head '" +
                                    name + "' at the same place");
}

// What a head says of texts that were held out, calibrated by them.
StatusOr<std::vector<Judged>> HeldOut(const Manifest& manifest, const Examples& examples,
                                      std::size_t place) {
  const auto outcomes = CrossValidate(manifest, examples);
  if (!outcomes.ok()) return outcomes.status();
  auto head = HeadOf(manifest.heads[place].name, examples.labels[place]);
  Status status = CalibrateAsSet(manifest.heads[place], (*outcomes)[place], head);
  if (!status.ok()) return status;
  return Judge((*outcomes)[place], head);
}

StatusOr<std::vector<Judged>> Asked(const Manifest& manifest, const std::string& bytes,
                                    const std::vector<Example>& rows, std::size_t place) {
  const auto opened = OpenHeads(manifest, bytes);
  if (!opened.ok()) return opened.status();
  const auto outcomes = Ask(bytes, AllOf(rows), manifest.heads.size());
  if (!outcomes.ok()) return outcomes.status();
  return Judge((*outcomes)[place], opened->heads[place]);
}

}  // namespace

std::vector<Judged> Joined(const std::vector<Judged>& first, const std::vector<Judged>& second,
                           double ask_below) {
  std::vector<Judged> joined = first;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i].probability < ask_below) joined[i] = second[i];
  }
  return joined;
}

StatusOr<Cascade> TuneCascade(const Manifest& first, const Manifest& second,
                              const std::string& folder, const std::string& encoder,
                              const std::string& head) {
  const auto place = PlaceOf(head, first, second);
  if (!place.ok()) return place.status();
  const auto asked = EncoderFor(second, encoder);
  if (!asked.ok()) return asked.status();
  auto examples = ReadExamples(first, first.train, folder, {});
  if (!examples.ok()) return examples.status();
  const auto fast = HeldOut(first, *examples, *place);
  if (!fast.ok()) return fast.status();
  const double second_us = TimedPoints(*asked, examples->rows);
  const auto slow = HeldOut(second, *examples, *place);
  if (!slow.ok()) return slow.status();
  Cascade cascade = CurveOf(*fast, *slow, examples->labels[*place].size(), first.seed);
  cascade.second_us = second_us;
  return cascade;
}

StatusOr<Cascade> EvaluateCascade(const Manifest& first, const std::string& first_bytes,
                                  const Manifest& second, const std::string& second_bytes,
                                  const std::string& folder, const std::string& encoder,
                                  const std::string& head) {
  const auto place = PlaceOf(head, first, second);
  if (!place.ok()) return place.status();
  const auto asked = EncoderFor(second, encoder);
  if (!asked.ok()) return asked.status();
  const auto opened = OpenHeads(first, first_bytes);
  if (!opened.ok()) return opened.status();
  const auto training = ReadExamples(first, first.train, folder, opened->labels);
  if (!training.ok()) return training.status();
  const auto develop = ReadExamples(first, first.develop, folder, opened->labels);
  if (!develop.ok()) return develop.status();
  auto unseen = Unseen(develop->rows, training->rows);
  const auto fast = Asked(first, first_bytes, unseen, *place);
  if (!fast.ok()) return fast.status();
  const double second_us = TimedPoints(*asked, unseen);
  const auto slow = Asked(second, second_bytes, unseen, *place);
  if (!slow.ok()) return slow.status();
  Cascade cascade = CurveOf(*fast, *slow, opened->labels[*place].size(), first.seed);
  cascade.second_us = second_us;
  return cascade;
}

}  // namespace recourse::ctl::model
