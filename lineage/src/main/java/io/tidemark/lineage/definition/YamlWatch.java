package io.tidemark.lineage.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;

/** Passes a parser's events on and notes what definitions may not use: nodes no longer show it. */
final class YamlWatch implements Parser {
  private static final int MAX_DEPTH = 200;
  private static final int MAX_ALIASES = 50;

  private final Parser parser;
  private final List<String> lines;
  private final List<Finding> findings = new ArrayList<>();
  private int depth;
  private int aliases;
  private int scanned;

  /** Something that is YAML and not allowed. */
  record Finding(int line, String code, String message, String fix) {}

  /** Thrown where a file is not read any further. */
  static final class Refused extends YamlEngineException {
    private static final long serialVersionUID = 1L;
    private final transient Finding finding;

    Refused(Finding finding) {
      super(finding.message());
      this.finding = finding;
    }

    Finding finding() {
      return finding;
    }
  }

  YamlWatch(Parser parser, String text) {
    this.parser = parser;
    this.lines = text.lines().toList();
  }

  /** What was found up to a line (from 1) since the last call. */
  List<Finding> until(int line) {
    scanTabs(line);
    List<Finding> found = findings.stream().filter(f -> f.line() <= line).toList();
    findings.removeAll(found);
    return found;
  }

  /**
   * True if a line (from 1) begins with blanks and tabs, a tab among them, and then says something.
   */
  static boolean tabIndents(String text, int line) {
    return line > 0 && text.lines().skip(line - 1).findFirst().map(YamlWatch::tabbed).orElse(false);
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.hasNext() && peekEvent().getEventId() == choice;
  }

  @Override
  public Event peekEvent() {
    Event event = parser.peekEvent();
    // Aliases of aliases can stand for more values than there is memory.
    return event instanceof AliasEvent && aliases >= MAX_ALIASES ? nothing(event) : event;
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = peekEvent();
    if (parser.next() instanceof AliasEvent alias) {
      aliases++;
      note(alias);
    }
    if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
      throw new Refused(
          new Finding(
              YamlFile.lineOf(event.getStartMark()),
              "YAML_SYNTAX",
              "This is not YAML: it is nested more than " + MAX_DEPTH + " deep",
              "correct the syntax"));
    } else if (event instanceof CollectionEndEvent) {
      depth--;
    }
    if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
      note(node);
    }
    return event;
  }

  private static Event nothing(Event alias) {
    return new ScalarEvent(
        Optional.empty(),
        Optional.empty(),
        new ImplicitTuple(true, false),
        "",
        ScalarStyle.PLAIN,
        alias.getStartMark(),
        alias.getEndMark());
  }

  private void note(NodeEvent node) {
    int line = YamlFile.lineOf(node.getStartMark());
    if (node instanceof AliasEvent) {
      String name = node.getAnchor().map(a -> "*" + a.getValue()).orElse("*");
      add(line, "YAML_ALIAS", "The alias " + name + " is not allowed", "write the value out");
      return;
    }
    node.getAnchor()
        .ifPresent(
            a ->
                add(
                    line,
                    "YAML_ANCHOR",
                    "The anchor &" + a.getValue() + " is not allowed",
                    "remove it"));
    Optional<String> tag = Optional.empty();
    if (node instanceof ScalarEvent scalar) {
      tag = scalar.getTag();
      if (!scalar.isPlain()) {
        skipTabs(scalar);
      }
    } else if (node instanceof CollectionStartEvent start) {
      tag = start.getTag();
    }
    tag.ifPresent(
        t ->
            add(
                line,
                "YAML_TAG",
                "The tag " + shortened(t) + " is not allowed",
                "remove it: a value is read as its field's type"));
  }

  /** The inner lines of block and quoted scalars are content, not indentation. */
  private void skipTabs(ScalarEvent scalar) {
    int first = YamlFile.lineOf(scalar.getStartMark());
    int last = YamlFile.lineOf(scalar.getEndMark());
    if (scalar.getEndMark().map(Mark::getColumn).orElse(0) == 0) {
      last--;
    }
    if (last > first) {
      scanTabs(first);
      scanned = Math.max(scanned, last);
    }
  }

  private void scanTabs(int until) {
    for (; scanned < Math.min(until, lines.size()); scanned++) {
      if (tabbed(lines.get(scanned))) {
        add(scanned + 1, "YAML_TAB", "A tab cannot indent a line of YAML", "use blanks");
      }
    }
  }

  private static boolean tabbed(String line) {
    int at = 0;
    boolean tab = false;
    while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
      tab |= line.charAt(at++) == '\t';
    }
    return tab && at < line.length() && line.charAt(at) != '#';
  }

  private static String shortened(String tag) {
    return tag.startsWith("tag:yaml.org,2002:") ? "!!" + tag.substring(18) : tag;
  }

  private void add(int line, String code, String message, String fix) {
    findings.add(new Finding(line, code, message, fix));
  }
}
