/** @file The people, days, places and sums that posts are about. */

export const PEOPLE: readonly (readonly [string, "he" | "she"])[] = [
  ["Maria", "she"],
  ["Tom", "he"],
  ["Anna", "she"],
  ["Ben", "he"],
  ["Lena", "she"],
  ["Omar", "he"],
  ["Nina", "she"],
  ["Paul", "he"],
  ["Rosa", "she"],
  ["Leo", "he"],
  ["Nora", "she"],
  ["Dan", "he"],
  ["Ella", "she"],
  ["Ivan", "he"],
];

export const DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

export const HOURS = ["seven", "eight", "nine", "ten", "noon", "three", "four", "five", "six"];

export const PLACES = [
  "at the station",
  "at the library",
  "at the market",
  "at the school",
  "at the airport",
  "at the hotel",
  "at the office",
  "in the park",
  "in the garden",
  "by the river",
  "near the bridge",
  "on the beach",
  "behind the church",
  "in front of the bakery",
];

export const SUMS = ["5", "10", "15", "20", "25", "30", "40", "50", "60", "80", "90", "120", "200"];

export const COLORS = ["red", "blue", "green", "black", "white", "brown", "gray"];

export const NUMBERS = ["two", "three", "four", "five", "six", "eight", "ten"];
