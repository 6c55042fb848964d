#include "services/recoursectl/model/separators.h"

#include <linear.h>

#include <cmath>
#include <cstdlib>
#include <memory>
#include <set>
#include <utility>

#include "services/common/core/check.h"

namespace recourse::ctl::model {
namespace {

constexpr float kNeverChosen = -1e4F;  // the intercept of a label without a single text
constexpr double kIntercept = 1;       // the feature that every text has
constexpr double kRatioPrior = 1;      // as if each feature had been met so often on either side
constexpr double kToleranceSvm = 0.1;
constexpr double kToleranceLogistic = 0.01;

struct FreeModel {
  void operator()(::model* trained) const { free_and_destroy_model(&trained); }
};
using Trained = std::unique_ptr<::model, FreeModel>;

// LIBLINEAR's own form of the points: features counted from 1, ascending, ended by -1.
struct Nodes {
  std::vector<feature_node> all;
  std::vector<feature_node*> first;
  std::vector<double> labels;
};

Nodes NodesOf(const std::vector<Point>& points, std::uint32_t rows) {
  Nodes nodes;
  std::size_t count = 0;
  for (const Point& point : points) count += point.hits.size() + 2;
  nodes.all.reserve(count);  // their places are pointed to
  for (const Point& point : points) {
    nodes.first.push_back(nodes.all.data() + nodes.all.size());
    for (const classify::Hit& hit : point.hits) {
      nodes.all.push_back({static_cast<int>(hit.row) + 1, static_cast<double>(hit.value)});
    }
    nodes.all.push_back({static_cast<int>(rows) + 1, kIntercept});
    nodes.all.push_back({-1, 0});
    nodes.labels.push_back(point.label);
  }
  return nodes;
}

int SolverOf(Solver solver) {
  if (solver == Solver::kLogistic) return L2R_LR_DUAL;
  return solver == Solver::kMulticlass ? MCSVM_CS : L2R_L2LOSS_SVC_DUAL;
}

Separators Nothing(std::uint32_t labels, std::uint32_t rows) {
  Separators made;
  made.weights.assign(std::size_t{rows} * labels, 0);
  made.intercepts.assign(labels, kNeverChosen);
  return made;
}

void SayNothing(const char*) {}

StatusOr<Trained> Run(Nodes& nodes, std::uint32_t rows, const Fitting& how, std::uint32_t seed) {
  problem task{};
  task.l = static_cast<int>(nodes.labels.size());
  task.n = static_cast<int>(rows) + 1;
  task.y = nodes.labels.data();
  task.x = nodes.first.data();
  task.bias = kIntercept;
  parameter choice{};
  choice.solver_type = SolverOf(how.solver);
  choice.C = how.cost;
  choice.eps = how.solver == Solver::kLogistic ? kToleranceLogistic : kToleranceSvm;
  set_print_string_function(SayNothing);
  if (const char* fault = check_parameter(&task, &choice)) {
    return absl::InvalidArgumentError(fault);
  }
  std::srand(seed);  // LIBLINEAR takes its order of texts from rand()
  Trained trained(train(&task, &choice));
  RECOURSE_CHECK(trained != nullptr);
  return trained;
}

// All labels at once.
StatusOr<Separators> SeparateAll(const std::vector<Point>& points, std::uint32_t labels,
                                 std::uint32_t rows, const Fitting& how, std::uint32_t seed) {
  Nodes nodes = NodesOf(points, rows);
  const auto run = Run(nodes, rows, how, seed);
  if (!run.ok()) return run.status();
  const ::model& trained = **run;
  Separators made = Nothing(labels, rows);
  const auto classes = static_cast<std::size_t>(trained.nr_class);
  // Of two labels only the first has a function; the other's is its negative.
  const bool single = classes == 2 && how.solver != Solver::kMulticlass;
  for (std::size_t k = 0; k < classes; ++k) {
    const auto label = static_cast<std::size_t>(trained.label[k]);
    const std::size_t width = single ? 1 : classes;
    const double sign = single && k == 1 ? -0.5 : single ? 0.5 : 1;
    const auto weight = [&](std::size_t row) {
      return static_cast<float>(sign * trained.w[row * width + (single ? 0 : k)]);
    };
    for (std::size_t row = 0; row < rows; ++row) made.weights[row * labels + label] = weight(row);
    made.intercepts[label] = weight(rows);
  }
  return made;
}

// By row: ln of how much likelier the feature is in the label's texts than in the others.
std::vector<double> RatiosOf(const std::vector<Point>& points, std::uint32_t label,
                             std::uint32_t rows) {
  std::vector<double> inside(rows, kRatioPrior), outside(rows, kRatioPrior);
  double all_inside = kRatioPrior * rows, all_outside = kRatioPrior * rows;
  for (const Point& point : points) {
    const bool is_inside = point.label == label;
    for (const classify::Hit& hit : point.hits) ++(is_inside ? inside : outside)[hit.row];
    (is_inside ? all_inside : all_outside) += static_cast<double>(point.hits.size());
  }
  for (std::size_t row = 0; row < rows; ++row) {
    inside[row] = std::log(inside[row] / all_inside) - std::log(outside[row] / all_outside);
  }
  return inside;
}

// Wang and Manning (2012): each label against the others over features that are multiplied with
// their ratios; what is found is multiplied with them again, so that it is linear in the features.
StatusOr<Separators> SeparateByRatios(const std::vector<Point>& points, std::uint32_t labels,
                                      std::uint32_t rows, const Fitting& how, std::uint32_t seed) {
  Separators made = Nothing(labels, rows);
  Nodes nodes = NodesOf(points, rows);
  const std::vector<feature_node> plain = nodes.all;
  std::set<std::uint32_t> met;
  for (const Point& point : points) met.insert(point.label);
  for (const std::uint32_t label : met) {
    std::vector<double> ratios = RatiosOf(points, label, rows);
    ratios.push_back(1);  // of the intercept
    for (std::size_t i = 0; i < plain.size(); ++i) {
      if (plain[i].index < 1) continue;
      nodes.all[i].value = plain[i].value * ratios[static_cast<std::size_t>(plain[i].index) - 1];
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
      nodes.labels[i] = points[i].label == label ? 1 : -1;
    }
    const auto run = Run(nodes, rows, how, seed);
    if (!run.ok()) return run.status();
    const double sign = (*run)->label[0] == 1 ? 1 : -1;
    const auto weight = [&](std::size_t row) {
      return static_cast<float>(sign * (*run)->w[row] * ratios[row]);
    };
    for (std::size_t row = 0; row < rows; ++row) made.weights[row * labels + label] = weight(row);
    made.intercepts[label] = weight(rows);
  }
  return made;
}

void Add(const Separators& found, double share, Separators& sum) {
  const auto factor = static_cast<float>(share);
  for (std::size_t i = 0; i < sum.weights.size(); ++i) sum.weights[i] += factor * found.weights[i];
  for (std::size_t i = 0; i < sum.intercepts.size(); ++i) {
    sum.intercepts[i] += factor * found.intercepts[i];
  }
}

}  // namespace

StatusOr<Separators> Separate(const std::vector<Point>& points, std::uint32_t labels,
                              std::uint32_t rows, const HeadSettings& settings,
                              std::uint32_t seed) {
  std::set<std::uint32_t> met;
  for (const Point& point : points) met.insert(point.label);
  if (met.size() < 2) {
    return absl::InvalidArgumentError("head " + settings.name +
                                      " has fewer than two labels in its training texts");
  }
  Separators sum;
  sum.weights.assign(std::size_t{rows} * labels, 0);
  sum.intercepts.assign(labels, 0);
  std::vector<Fitting> fittings = settings.beside;
  fittings.insert(fittings.begin(), settings.fitting);
  for (const Fitting& how : fittings) {
    const auto found = how.ratios ? SeparateByRatios(points, labels, rows, how, seed)
                                  : SeparateAll(points, labels, rows, how, seed);
    if (!found.ok()) return found.status();
    Add(*found, how.share, sum);
  }
  return sum;
}

}  // namespace recourse::ctl::model
