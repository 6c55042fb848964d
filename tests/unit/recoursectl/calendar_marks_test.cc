#include <gtest/gtest.h>

#include "services/recoursectl/calendar/ical_marks.h"

namespace recourse::ctl::calendar {
namespace {

void ExpectAll(DayMark mark, std::initializer_list<const char*> texts) {
  for (const char* text : texts) EXPECT_EQ(MarkOf(text), mark) << text;
}

TEST(DayMarks, SayThatPeopleWork) {
  ExpectAll(DayMark::kWork,
            {"国庆节（班）", "国庆节(班)", "班｜国庆节", "班", "春节 补班 第1天/共2天", "春节補班",
             "「国庆节、中秋节 补班」 第2天/共2天", "上班(补国庆节、中秋节假期)", "国庆节调休上班",
             "调休工作日", "Special working day", "Make-up day for the Spring Festival holiday",
             "MAKEUP WORKDAY", "National Day (work)", "work", "National Day [Work]",
             "Work day instead of Monday"});
}

TEST(DayMarks, SayThatPeopleAreFree) {
  ExpectAll(DayMark::kRest, {"国庆节（休）", "休｜中秋节", "休", "国庆休", "元旦假期",
                             "春节 假期 第1天/共8天", "国庆节放假调休", "春节连假", "公司停业",
                             "補假", "清明节放假", "国庆节 不上班", "無需上班"});
}

TEST(DayMarks, ANameAloneSaysNothing) {
  ExpectAll(
      DayMark::kNone,
      {"国庆节", "元宵节", "Early May bank holiday", "Christmas Day", "Workers' Day", "Labour Day",
       "Network maintenance", "Maintenance work at the branch", "Substitute holiday",
       "Make-up holiday", "Non-working day", "Company day off", "", "退休", "航班", "国庆节 值班"});
}

TEST(DayMarks, WhatSaysBothOrMayBeEitherIsUnclear) {
  ExpectAll(DayMark::kUnclear, {"10月1日放假，10月10日上班", "春节调休", "调休", "取消放假",
                                "国庆节不放假", "元旦班", "补班取消", "makeup day cancelled"});
}

TEST(DayMarks, AppleSaysItInALineOfItsOwn) {
  IcalEvent event{.summary = "国庆节（休）"};
  event.special_day = "ALTERNATE-WORKDAY";
  EXPECT_EQ(MarkOf(event), DayMark::kWork);
  event.summary = "国庆节";
  event.special_day = "WORK-HOLIDAY";
  EXPECT_EQ(MarkOf(event), DayMark::kRest);
  event.special_day = "BIRTHDAY";
  EXPECT_EQ(MarkOf(event), DayMark::kNone);
}

TEST(DayMarks, CategoriesCountWhereTheSummarySaysNothing) {
  IcalEvent event{.summary = "国庆节"};
  event.categories = {"Holidays,补班"};
  EXPECT_EQ(MarkOf(event), DayMark::kWork);
  event.categories = {"Holidays,Work"};
  EXPECT_EQ(MarkOf(event), DayMark::kWork);
  event.summary = "国庆节（休）";
  EXPECT_EQ(MarkOf(event), DayMark::kRest);
}

TEST(DayMarks, GoogleCallsAFeastAnObservance) {
  IcalEvent event{.summary = "Valentine's Day"};
  event.description = "Observance\nTo hide observances, go to the settings";
  EXPECT_EQ(MarkOf(event), DayMark::kObservance);
  event.description = "Public holiday";
  EXPECT_EQ(MarkOf(event), DayMark::kNone);
}

}  // namespace
}  // namespace recourse::ctl::calendar
