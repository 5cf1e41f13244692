package campus.building;

/** The four wings of a floor by the letters of lab sheet 1: norte, sur, este, oeste. */
public enum Wing {
    N, S, E, O
}
