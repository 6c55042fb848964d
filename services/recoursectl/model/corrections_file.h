#pragma once

#include <string>

namespace recourse::ctl::model {

// One correction as a labelled text. Labels are words as a manifest's heads have them; an empty one
// is no label.
struct CorrectedText {
  std::string text;
  std::string type;
  std::string category;
  std::string dimension;
  std::string sentiment;
  std::string severity;
  std::string corrected_by;
};

// The first line of a file of corrections and one of its rows, as `train` of a manifest reads a
// .tsv: what would end a cell or a row becomes a space.
std::string CorrectionsHeader();
std::string CorrectionsRow(const CorrectedText& corrected);

}  // namespace recourse::ctl::model
