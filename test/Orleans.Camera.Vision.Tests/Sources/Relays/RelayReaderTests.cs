using System.Text;
using Orleans.Camera.Vision.Sources.Relays;

namespace Orleans.Camera.Vision.Tests.Sources.Relays;

public class RelayReaderTests
{
    [Fact]
    public async Task However_the_bytes_are_cut_all_passes_and_the_heads_are_found()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var (sent, heads) = Conversation(random);
            using var stream = new Dribble(sent, random);
            var reader = new RelayReader(stream);
            using var passed = new MemoryStream();
            var seen = new List<string>();
            while (await reader.NextAsync(CancellationToken.None) is { IsEmpty: false } next)
            {
                passed.Write(next.Span);
                if (!RelayReader.ArePackets(next.Span))
                {
                    seen.Add(RelayReader.Text(next));
                    await reader.CopyAsync(RelayReader.BodyLength(seen[^1]), passed, CancellationToken.None);
                }
            }

            Assert.Equal(heads, seen);
            Assert.Equal(sent, passed.ToArray());
        }
    }

    [Fact]
    public async Task A_head_without_end_is_refused()
    {
        using var stream = new MemoryStream(new byte[100_000]);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await new RelayReader(stream).NextAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Any_bytes_end_in_a_part_the_end_or_a_refusal()
    {
        var random = new Random(12);
        byte[] alphabet = [.. "\r\n$: HTTP0"u8, 0xFF];
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(60)];
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = alphabet[random.Next(alphabet.Length)];
            }

            using var stream = new MemoryStream(bytes);
            var reader = new RelayReader(stream);
            var total = 0;
            while (await reader.NextAsync(CancellationToken.None) is { IsEmpty: false } next)
            {
                total += next.Length;
            }

            Assert.InRange(total, 0, bytes.Length);
        }
    }

    private static (byte[] Sent, List<string> Heads) Conversation(Random random)
    {
        var sent = new List<byte>();
        var heads = new List<string>();
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            if (random.Next(2) == 0)
            {
                var length = random.Next(3) == 0 ? 65535 : random.Next(2000);
                var packet = new byte[4 + length];
                random.NextBytes(packet);
                (packet[0], packet[2], packet[3]) = ((byte)'$', (byte)(length >> 8), (byte)length);
                sent.AddRange(packet);
                continue;
            }

            var body = new byte[random.Next(3) == 0 ? random.Next(200_000) : 0];
            random.NextBytes(body);
            var head = $"RTSP/1.0 200 OK\r\nCSeq: {i}\r\n{(body.Length > 0 ? $"content-length:  {body.Length}\r\n" : "")}X: {new string('y', random.Next(5000))}\r\n\r\n";
            sent.AddRange(Encoding.Latin1.GetBytes(head));
            sent.AddRange(body);
            heads.Add(head);
        }

        return ([.. sent], heads);
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Dribble(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        private readonly int _most = random.Next(2) == 0 ? 100_000 : 3000;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, _most))], cancellationToken);
    }
}
