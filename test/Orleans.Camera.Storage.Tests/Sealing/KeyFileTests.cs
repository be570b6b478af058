using Orleans.Camera.Storage.Sealing;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Storage.Tests.Sealing;

public sealed class KeyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["keys/seal.key"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_key_is_made_once_for_its_owner_only()
    {
        var key = KeyFile.Read(Path, mayCreate: true);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Equal(32, key.Length);
        Assert.Equal(key, KeyFile.Read(Path, mayCreate: true));
        Assert.Equal(key, KeyFile.Read(Path, mayCreate: false));
        Assert.Single(Directory.GetFiles(_folder["keys"]));
    }

    [Fact]
    public async Task Two_that_make_it_at_once_get_the_same_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => KeyFile.Read(Path, mayCreate: true))));

        Assert.Single(keys.Select(Convert.ToHexString).Distinct());
    }

    [Fact]
    public void A_missing_key_is_not_made_unasked() =>
        Assert.Contains("does not exist", Refused(), StringComparison.Ordinal);

    [Fact]
    public void A_key_that_others_may_read_is_refused()
    {
        KeyFile.Read(Path, mayCreate: true);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Contains("chmod 600", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key at all")]
    [InlineData("AAAA")]
    public void What_is_no_key_is_refused(string content)
    {
        KeyFile.Read(Path, mayCreate: true);
        File.WriteAllText(Path, content);

        Assert.Contains("is no key file", Refused(), StringComparison.Ordinal);
    }

    private string Refused() => Assert.Throws<SealingException>(() => KeyFile.Read(Path, mayCreate: false)).Message;
}
