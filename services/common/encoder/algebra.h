#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>

#include "services/common/core/status.h"
#include "services/common/encoder/weights_file.h"

namespace recourse::encoder {

// A matrix of single precision where it lies: rows of numbers side by side, each row `step` numbers
// after the one before.
template <typename Number>
struct Matrix {
  Number* data = nullptr;
  std::size_t step = 0;
};

// c (rows x columns) = a (rows x inner) * b (inner x columns), plus `keep` times what c held. On
// the caller's thread.
void Multiply(std::size_t rows, std::size_t inner, std::size_t columns, Matrix<const float> a,
              Matrix<const float> b, float keep, Matrix<float> c);
// c (rows x columns) = `factor` * a (rows x inner) * the transposed of b (columns x inner).
void MultiplyTransposed(std::size_t rows, std::size_t inner, std::size_t columns, float factor,
                        Matrix<const float> a, Matrix<const float> b, Matrix<float> c);

// Mean 0 and variance 1, then scaled and shifted column by column.
template <typename Scale, typename Shift>
void Normalise(float* row, std::size_t columns, float epsilon, Scale scale, Shift shift) {
  float mean = 0;
  for (std::size_t i = 0; i < columns; ++i) mean += row[i];
  mean /= static_cast<float>(columns);
  float variance = 0;
  for (std::size_t i = 0; i < columns; ++i) variance += (row[i] - mean) * (row[i] - mean);
  const float factor = 1 / std::sqrt(variance / static_cast<float>(columns) + epsilon);
  for (std::size_t i = 0; i < columns; ++i) {
    row[i] = (row[i] - mean) * factor * scale(i) + shift(i);
  }
}

// Takes tables out of a file and remembers the first that was not there.
struct Taking {
  const WeightsFile& file;
  std::string missing{};

  std::span<const float> Floats(const std::string& name, std::size_t rows, std::size_t columns);
  // DATA_LOSS names what was missing.
  Status status() const;
};

}  // namespace recourse::encoder
