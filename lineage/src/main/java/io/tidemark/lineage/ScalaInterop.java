package io.tidemark.lineage;

import java.util.List;
import java.util.Map;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** The one place where Scala's collections are met. */
public final class ScalaInterop {

  private ScalaInterop() {}

  /** An immutable Scala sequence of the same elements. */
  public static <T> Seq<T> seq(List<T> elements) {
    return JavaConverters.asScalaBuffer(elements).toList();
  }

  /** A copy of a Scala sequence. */
  public static <T> List<T> list(Seq<T> elements) {
    return List.copyOf(JavaConverters.seqAsJavaList(elements));
  }

  /** A copy of a Scala map. */
  public static <K, V> Map<K, V> map(scala.collection.Map<K, V> map) {
    return Map.copyOf(JavaConverters.mapAsJavaMap(map));
  }
}
