package campus.classroom.student;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the code of this student among the codes of all students on DST/CODIGO. */
final class PublicCodes {

    private final Set<String> others = new HashSet<>();
    /** Codes that came at the same time. The one that comes again after another request is this student's. */
    private final Set<String> ambiguous = new HashSet<>();

    /** Before a request: the codes so far belong to others, except for the ambiguous ones. */
    void heardBeforeRequest(Set<String> codes) {
        others.addAll(codes);
        others.removeAll(ambiguous);
    }

    boolean mayBeOwn(String code) {
        return !others.contains(code);
    }

    /**
     * The student's own code among those that came after its request.
     *
     * @param codes in the order of their arrival
     * @param last  whether there is no further request, so that the first of several codes is the result
     * @return empty if there is none, or it is ambiguous
     */
    Optional<String> own(List<String> codes, boolean last) {
        List<String> repeated = codes.stream().filter(ambiguous::contains).toList();
        List<String> own = repeated.isEmpty() ? codes : repeated;
        if (own.size() == 1 || !own.isEmpty() && last) {
            return Optional.of(own.get(0));
        }
        ambiguous.addAll(codes);
        return Optional.empty();
    }

    /** The teacher refused this code: the student begins again. */
    void lost(String code) {
        others.add(code);
        ambiguous.clear();
    }
}
