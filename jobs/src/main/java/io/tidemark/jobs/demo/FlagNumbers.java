package io.tidemark.jobs.demo;

import io.tidemark.lineage.definition.Refusal;
import java.util.Map;

/** Reads the numbers that flags give; values as typed, by flag. */
public final class FlagNumbers {

  private FlagNumbers() {}

  /**
   * A whole number.
   *
   * @param otherwise what holds where the flag is not given
   * @throws Refusal if it is none, or not within its bounds, both included
   */
  public static long whole(
      Map<String, String> flags, String name, long otherwise, long least, long most) {
    String text = flags.get(name);
    if (text == null) {
      return otherwise;
    }
    if (text.matches("-?[0-9]{1,18}")) {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw bad(name, text, "a whole number from " + least + " to " + most);
  }

  /**
   * A share from 0 to 1, of at most nine digits.
   *
   * @param otherwise what holds where the flag is not given
   * @throws Refusal if it is none
   */
  public static double share(Map<String, String> flags, String name, double otherwise) {
    String text = flags.get(name);
    if (text == null) {
      return otherwise;
    }
    if (text.matches("[01]([.]0{1,9})?|0?[.][0-9]{1,9}")) {
      return Double.parseDouble(text);
    }
    throw bad(name, text, "a share from 0 to 1, as 0.05");
  }

  /** That a flag's value is not possible, and what is. */
  public static Refusal bad(String name, String text, String wanted) {
    return Refusal.of("USAGE", null, name + " '" + text + "' is not possible", "give " + wanted);
  }
}
