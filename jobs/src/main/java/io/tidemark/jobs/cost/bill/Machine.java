package io.tidemark.jobs.cost.bill;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The machine that a line bills; what the bill does not say of it is null.
 *
 * @param type for example {@code m5.xlarge}
 */
record Machine(
    @Nullable String type,
    @Nullable BigDecimal vcpu,
    @Nullable BigDecimal memoryGib,
    @Nullable BigDecimal gpu) {
  private static final Pattern IN_USAGE =
      Pattern.compile("(?:(?:Box|Spot|Heavy|Dedicated|Reserved)Usage|Unused\\w*):(.+)|:(ml\\..+)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]{1,18})?");
  private static final Pattern MEMORY =
      Pattern.compile("([0-9]+(?:\\.[0-9]{1,18})?) *(GiB|GB|MiB|MB)?");
  private static final BigDecimal MIB_PER_GIB = BigDecimal.valueOf(1024);

  /** From the product's columns or map. */
  static Machine of(BillRecord record, @Nullable String usageType) {
    Map<String, String> product = record.map("product");
    String type =
        said(record.text("product_instance_type"), product, "instance_type", "instanceType");
    return new Machine(
        type == null ? inUsage(usageType) : type,
        number(said(record.text("product_vcpu"), product, "vcpu")),
        gib(said(record.text("product_memory"), product, "memory")),
        number(said(record.text("product_gpu"), product, "gpu")));
  }

  /** The machine type that a usage type ends with, as in {@code USE1-BoxUsage:m5.xlarge}. */
  static @Nullable String inUsage(@Nullable String usageType) {
    if (usageType == null || usageType.indexOf(':') < 0) {
      return null;
    }
    Matcher found = IN_USAGE.matcher(usageType);
    if (!found.find()) {
      return null;
    }
    return found.group(1) != null ? found.group(1) : found.group(2);
  }

  private static @Nullable String said(
      @Nullable String column, Map<String, String> product, String... keys) {
    if (column != null) {
      return column;
    }
    for (String key : keys) {
      String value = product.get(key);
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    return null;
  }

  static @Nullable BigDecimal number(@Nullable String text) {
    return text != null && NUMBER.matcher(text.strip()).matches()
        ? Decimals.quantity(new BigDecimal(text.strip()))
        : null;
  }

  /** GiB of a text such as {@code 1,952 GiB}; AWS means GiB by GB too. */
  static @Nullable BigDecimal gib(@Nullable String text) {
    Matcher memory = text == null ? null : MEMORY.matcher(text.strip().replace(",", ""));
    if (memory == null || !memory.matches()) {
      return null;
    }
    BigDecimal size = new BigDecimal(memory.group(1));
    String unit = memory.group(2);
    return Decimals.quantity(
        unit != null && unit.startsWith("M")
            ? size.divide(MIB_PER_GIB, 18, RoundingMode.HALF_EVEN)
            : size);
  }
}
