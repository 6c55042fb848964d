package recourse.peer;

/** Which script a folded character belongs to, and the language that follows; as classify counts. */
final class Scripts {
  private static final int HAN_MIN = 2;
  private static final int WORDS_MIN = 3;
  private static final int SHARE = 10;

  private Scripts() {}

  static boolean isHan(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3005
        || c == 0x3007 || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
  }

  static boolean isLatinLetter(int c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return (c >= 0xC0 && c <= 0x2AF && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c <= 0x1EFF);
  }

  static boolean isWordCharacter(int c) {
    return isLatinLetter(c) || (c >= '0' && c <= '9') || (c >= 0x300 && c <= 0x36F);
  }

  static boolean isOtherLetter(int c) {
    return (c >= 0x370 && c <= 0x1DBF) || (c >= 0x3041 && c <= 0x318F && c != 0x30FB)
        || (c >= 0xAC00 && c <= 0xD7AF);
  }

  /** zh, en, mul for both, und for neither. */
  static String languageOf(String folded) {
    long han = 0;
    long words = 0;
    long other = 0;
    boolean inWord = false;
    for (int i = 0; i < folded.length(); ) {
      int c = folded.codePointAt(i);
      i += Character.charCount(c);
      boolean letter = isLatinLetter(c);
      if (letter && !inWord) ++words;
      inWord = letter || (inWord && isWordCharacter(c));
      if (isHan(c)) ++han;
      if (isOtherLetter(c)) ++other;
    }
    return languageOf(han, words, other);
  }

  private static String languageOf(long han, long words, long other) {
    if (other > han + words || (han == 0 && words == 0)) return "und";
    if (words == 0) return "zh";
    if (han == 0) return "en";
    boolean chinese = han >= HAN_MIN && han * SHARE >= words;
    boolean english = words >= WORDS_MIN && words * SHARE >= han;
    if (chinese && english) return "mul";
    return english ? "en" : "zh";
  }
}
