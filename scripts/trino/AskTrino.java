import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.Session;
import io.trino.spi.type.TimeZoneKey;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.TestingSession;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs statements in a Trino engine inside of this process: lines of {"name", "sql"} in, lines with rows or an error out. */
public class AskTrino
{
    public static void main(String[] files)
            throws Exception
    {
        ObjectMapper json = new ObjectMapper();
        Session session = TestingSession.testSessionBuilder().setTimeZoneKey(TimeZoneKey.UTC_KEY).build();
        LocalQueryRunner trino = LocalQueryRunner.create(session);
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(files[1]))) {
            for (String line : Files.readAllLines(Path.of(files[0]))) {
                JsonNode asked = json.readTree(line);
                Map<String, Object> answer = new HashMap<>();
                answer.put("name", asked.get("name").asText());
                try {
                    MaterializedResult result = trino.execute(asked.get("sql").asText());
                    List<List<String>> rows = new ArrayList<>();
                    for (MaterializedRow row : result.getMaterializedRows()) {
                        List<String> values = new ArrayList<>();
                        for (Object value : row.getFields()) {
                            values.add(value == null ? null : value.toString());
                        }
                        rows.add(values);
                    }
                    answer.put("rows", rows);
                    answer.put("types", result.getTypes().toString());
                }
                catch (RuntimeException error) {
                    answer.put("error", String.valueOf(error.getMessage()));
                }
                out.write(json.writeValueAsString(answer));
                out.newLine();
            }
        }
        System.exit(0);
    }
}
