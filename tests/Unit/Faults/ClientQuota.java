import java.io.*;
import java.util.*;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.*;

/** Reads a line {@code servers bytesPerSecond}, sets that quota for producers of every client, and answers {@code set}. */
public final class ClientQuota {
    public static void main(String[] none) throws Exception {
        String[] words = new BufferedReader(new InputStreamReader(System.in)).readLine().split(" ");
        var entity = new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, null));
        var quota = new ClientQuotaAlteration.Op("producer_byte_rate", Double.valueOf(words[1]));
        try (var admin = Admin.create(Map.of("bootstrap.servers", words[0]))) {
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(entity, List.of(quota)))).all().get();
        }
        System.out.println("set");
    }
}
