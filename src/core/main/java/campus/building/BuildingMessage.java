package campus.building;

/** What a building has to say: as JSON the payload of one message. */
public sealed interface BuildingMessage permits Reading, FaultLabel {

    /** The topic name on which it is published. */
    String topic();
}
