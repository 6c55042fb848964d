package recourse.peer;

import com.ibm.icu.text.Normalizer2;

/** A text made plain for matching: NFKC, one case, nothing invisible; as classify folds it. */
final class Folding {
  private static final Normalizer2 NFKC_CASEFOLD = Normalizer2.getNFKCCasefoldInstance();

  private Folding() {}

  static String fold(String text) {
    return NFKC_CASEFOLD.normalize(text);
  }
}
