package campus.building;

/** A message of a building; as JSON it is the payload. */
public sealed interface BuildingMessage permits Reading, FaultLabel {

    /** The topic name on which it is published. */
    String topic();
}
