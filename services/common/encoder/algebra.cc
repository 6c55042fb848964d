#include "services/common/encoder/algebra.h"

#include <cblas.h>

namespace recourse::encoder {

void Multiply(std::size_t rows, std::size_t inner, std::size_t columns, Matrix<const float> a,
              Matrix<const float> b, float keep, Matrix<float> c) {
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, static_cast<int>(rows),
              static_cast<int>(columns), static_cast<int>(inner), 1, a.data,
              static_cast<int>(a.step), b.data, static_cast<int>(b.step), keep, c.data,
              static_cast<int>(c.step));
}

void MultiplyTransposed(std::size_t rows, std::size_t inner, std::size_t columns, float factor,
                        Matrix<const float> a, Matrix<const float> b, Matrix<float> c) {
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, static_cast<int>(rows),
              static_cast<int>(columns), static_cast<int>(inner), factor, a.data,
              static_cast<int>(a.step), b.data, static_cast<int>(b.step), 0, c.data,
              static_cast<int>(c.step));
}

std::span<const float> Taking::Floats(const std::string& name, std::size_t rows,
                                      std::size_t columns) {
  const auto found = file.Floats(name, rows, columns);
  if (found.data() == nullptr && missing.empty()) missing = name;
  return found;
}

Status Taking::status() const {
  if (missing.empty()) return absl::OkStatus();
  return absl::DataLossError("the encoder's weights have no table " + missing +
                             " of its shape: fetch them again with deploy/local/up");
}

}  // namespace recourse::encoder
