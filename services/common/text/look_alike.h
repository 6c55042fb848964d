#pragma once

namespace recourse {

// The lower-case ASCII letter that a letter outside of ASCII looks like, by Unicode's table of
// confusables; 0 for none. Capitals are asked for as such: Cyrillic U+0412 looks like B, its small
// form like nothing.
char32_t LookAlike(char32_t point);

// The simplified form of one ideograph; the ideograph itself where there is no other. What a
// character becomes only beside certain others is not looked at.
char32_t Simplified(char32_t point);

// The traditional form of one ideograph, of several the usual one; the ideograph itself where there
// is no other.
char32_t Traditional(char32_t point);

// The letter under the accents of a Latin letter; the code point itself for all others.
char32_t Unaccented(char32_t point);

}  // namespace recourse
