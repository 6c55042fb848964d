"""Trains TF-IDF and LinearSVC on the rows of a file and says what they make of others: svm.py."""

import json
import sys
import time
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.svm import LinearSVC

COST = 0.5
SEED = 1
WORDS = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
CHARACTERS = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
IDEOGRAPHS = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
FEATURES = {"en": [("words", WORDS), ("characters", CHARACTERS)],
            "zh": [("ideographs", IDEOGRAPHS)],
            "both": [("words", WORDS), ("characters", CHARACTERS), ("ideographs", IDEOGRAPHS)]}


def main() -> None:
    rows = json.loads(Path(sys.argv[1]).read_text())
    model = make_pipeline(FeatureUnion(FEATURES[rows["language"]]),
                          LinearSVC(C=COST, random_state=SEED))
    begun = time.process_time()
    model.fit([text for _, text in rows["train"]], [label for label, _ in rows["train"]])
    trained = time.process_time()
    said = model.predict(rows["develop"])
    spent = time.process_time() - trained
    print(json.dumps({"said": list(said), "train_seconds": trained - begun,
                      "seconds_a_text": spent / len(rows["develop"])}))


main()
