using System.Globalization;
using EcgEdge.Agent.Security;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;
using Microsoft.Playwright;

namespace EcgEdge.EndToEnd.Tests;

/// <summary>The page in Debian's Chromium, served by the real agent.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly TempDirectory _folder = new();
    private ChildProcess? _agent;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Chromium), "chromium is not installed (sudo apt install chromium)");
        var file = _folder["beats.txt"];
        await File.WriteAllTextAsync(file, SyntheticBeatFile.Text(14, 40), TestContext.Current.CancellationToken);
        _agent = await EcgEdgeProgram.StartAsync("replay", file, "--loop", "--Storage:Directory", _folder.Path, "--Http:Port", "0", "--Device:Name", "ward-3");
        _address = EcgEdgeProgram.AddressOf(_agent);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_agent is not null) await _agent.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("desktop-dark", 1400, 1000, ColorScheme.Dark)]
    [InlineData("desktop-light", 1400, 1000, ColorScheme.Light)]
    [InlineData("phone-dark", 390, 844, ColorScheme.Dark)]
    public async Task The_trace_moves_and_an_alert_appears(string name, int width, int height, ColorScheme scheme)
    {
        var page = await _browser!.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
        });
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error") errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync(_address);
        await Assertions.Expect(page.GetByTestId("connection")).ToContainTextAsync("live", new() { Timeout = 15_000, IgnoreCase = true });
        await Assertions.Expect(page.GetByText("not a medical device").First).ToBeVisibleAsync();

        var trace = page.GetByTestId("trace");
        var before = await PositionAsync(trace);
        await Assertions.Expect(trace).Not.ToHaveAttributeAsync("data-last-index", before.ToString(CultureInfo.InvariantCulture), new() { Timeout = 10_000 });
        await Assertions.Expect(page.GetByTestId("alert-row").First).ToBeVisibleAsync(new() { Timeout = 40_000 });
        var after = await PositionAsync(trace);
        Assert.True(after > before, $"the trace stood at {before} and then at {after}");
        Assert.True(await IsDrawnAsync(trace), "the trace is blank");
        await Assertions.Expect(page.GetByTestId("heart-rate")).ToContainTextAsync("1", new() { Timeout = 10_000 });
        await Assertions.Expect(page.GetByTestId("legend")).ToContainTextAsync("Normal");
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), "the page is wider than its window");

        var folder = Directory.CreateDirectory(Path.Combine(TestData.Root, "artifacts", "screenshots")).FullName;
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_file_is_analysed_and_a_wrong_one_refused()
    {
        var page = await _browser!.NewPageAsync();
        await page.GotoAsync(_address);
        var input = page.GetByTestId("analyse-input");
        await input.SetInputFilesAsync(_folder["beats.txt"]);
        await Assertions.Expect(page.GetByTestId("analyse-result")).ToContainTextAsync("54", new() { Timeout = 15_000 });

        await File.WriteAllTextAsync(_folder["wrong.txt"], "not a beat", TestContext.Current.CancellationToken);
        await input.SetInputFilesAsync(_folder["wrong.txt"]);
        await Assertions.Expect(page.GetByText("wrong.txt, line 1").First).ToBeVisibleAsync(new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task With_a_token_people_log_in_watch_and_log_out()
    {
        var secret = new TokenBook(_folder.Path, TimeProvider.System).Add("tablet");
        var page = await _browser!.NewPageAsync();
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            // A refused password is an error to the browser, and meant to be one.
            if (message.Type is "error" && !message.Text.Contains("401", StringComparison.Ordinal)) errors.Add(message.Text);
        };
        await page.GotoAsync(_address);
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/login$"));
        await page.GetByLabel("Access token").FillAsync("guess");
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("no access token");
        Assert.NotEqual("none", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('main')).borderTopStyle"));

        await page.GetByLabel("Access token").FillAsync(secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("connection")).ToContainTextAsync("live", new() { Timeout = 15_000, IgnoreCase = true });
        Assert.Equal("", await page.EvaluateAsync<string>("document.cookie"));
        await page.GetByTestId("analyse-input").SetInputFilesAsync(_folder["beats.txt"]);
        await Assertions.Expect(page.GetByTestId("analyse-result")).ToContainTextAsync("54", new() { Timeout = 15_000 });

        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/login$"));
        await page.GotoAsync(_address);
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/login$"));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_page_whose_token_is_taken_back_leads_to_the_login()
    {
        var tokens = new TokenBook(_folder.Path, TimeProvider.System);
        var secret = tokens.Add("tablet");
        var page = await _browser!.NewPageAsync();
        await page.GotoAsync(_address);
        await page.GetByLabel("Access token").FillAsync(secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("connection")).ToContainTextAsync("live", new() { Timeout = 15_000, IgnoreCase = true });
        tokens.Add("other");
        tokens.Remove("tablet");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/login$"), new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task The_page_says_when_the_agent_is_gone()
    {
        var page = await _browser!.NewPageAsync();
        await page.GotoAsync(_address);
        await Assertions.Expect(page.GetByTestId("connection")).ToContainTextAsync("live", new() { Timeout = 15_000, IgnoreCase = true });
        await _agent!.TerminateAsync();
        await Assertions.Expect(page.GetByTestId("connection")).Not.ToContainTextAsync("live", new() { Timeout = 15_000, IgnoreCase = true });
        await Assertions.Expect(page.GetByTestId("heart-rate")).ToContainTextAsync("--", new() { Timeout = 15_000 });
    }

    private static async Task<long> PositionAsync(ILocator trace) =>
        long.TryParse(await trace.GetAttributeAsync("data-last-index"), CultureInfo.InvariantCulture, out var index) ? index : -1;

    private static Task<bool> IsDrawnAsync(ILocator trace) => trace.EvaluateAsync<bool>(
        """
        canvas => {
          const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          const colours = new Set();
          for (let i = 0; i < pixels.length; i += 4) colours.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
          return colours.size > 3;
        }
        """);
}
