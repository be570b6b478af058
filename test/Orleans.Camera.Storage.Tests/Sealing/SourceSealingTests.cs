using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Storage.Sealing;

namespace Orleans.Camera.Storage.Tests.Sealing;

public class SourceSealingTests
{
    private static readonly SourceSealing _sealing = new(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void Whatever_is_sealed_opens_for_its_camera() => Prop
        .ForAll<NonNull<string>, NonNull<string>>((camera, source) =>
        {
            // Half a surrogate pair is no text: UTF-8 has no bytes for it.
            var text = source.Get.Where(letter => !char.IsSurrogate(letter)).ToArray();
            return _sealing.Open(camera.Get, _sealing.Seal(camera.Get, new string(text))) == new string(text);
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_address_is_sealed_differently_each_time() =>
        Assert.NotEqual(_sealing.Seal("lobby", "rtsp://a"), _sealing.Seal("lobby", "rtsp://a"));

    [Fact]
    public void An_address_does_not_open_for_another_camera()
    {
        var text = _sealing.Seal("lobby", "rtsp://a");

        Assert.Throws<SealingException>(() => _sealing.Open("yard", text));
    }

    [Fact]
    public void Any_change_of_any_letter_is_found()
    {
        var text = _sealing.Seal("lobby", "rtsp://a");
        for (var place = 0; place < text.Length; place++)
        {
            var changed = text.ToCharArray();
            changed[place] = changed[place] == 'A' ? 'B' : 'A';

            Assert.Throws<SealingException>(() => _sealing.Open("lobby", new string(changed)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("rtsp://a")]
    [InlineData("v1:")]
    [InlineData("v1:AAAA")]
    [InlineData("v2:AAAA")]
    public void What_was_never_sealed_does_not_open(string text) => Assert.Throws<SealingException>(() => _sealing.Open("lobby", text));
}
