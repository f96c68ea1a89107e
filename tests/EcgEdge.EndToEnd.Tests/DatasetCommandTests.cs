using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;

namespace EcgEdge.EndToEnd.Tests;

/// <summary><c>dataset fetch</c> from a web server of the test's own.</summary>
public sealed class DatasetCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    private string Train => Path.Combine(_folder["data"], "ecg5000", "ECG5000_TRAIN.txt");

    private string Test => Path.Combine(_folder["data"], "ecg5000", "ECG5000_TEST.txt");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("txt")]
    [InlineData("ts")]
    [InlineData("arff")]
    public async Task The_archive_is_unpacked_bit_for_bit_whatever_form_it_has(string form)
    {
        var (train, test) = (TestData.Require("ecg5000", "ECG5000_TRAIN.txt"), TestData.Require("ecg5000", "ECG5000_TEST.txt"));
        using var server = new ZipServer(Zip(("ECG5000/ECG5000_TRAIN." + form, Form(train, form)), ("ECG5000_TEST." + form, Form(test, form)), ("README.md", "..")));
        Directory.CreateDirectory(Path.GetDirectoryName(Train)!);
        await File.WriteAllTextAsync(Train, "cut short", TestContext.Current.CancellationToken);

        var (exitCode, output, error) = await Fetch(server.Address);
        Assert.True(exitCode == 0, error);
        Assert.Equal("", error);
        Assert.Equal([Train, Test], output.Trim().Split('\n'));
        Assert.True(File.ReadAllBytes(train).AsSpan().SequenceEqual(File.ReadAllBytes(Train)));
        Assert.True(File.ReadAllBytes(test).AsSpan().SequenceEqual(File.ReadAllBytes(Test)));
        Assert.Equal(2, Directory.GetFileSystemEntries(Path.GetDirectoryName(Train)!).Length);

        server.Dispose();
        (exitCode, output, _) = await Fetch(server.Address);
        Assert.Equal(0, exitCode);
        Assert.Contains("is there already", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_breaks_off_leaves_nothing()
    {
        var zip = Zip(("ECG5000_TRAIN.txt", new string('1', 300_000)));
        using var server = new ZipServer(zip, zip.Length / 2);
        await Fails(server.Address, 1, "broke off");
    }

    [Fact]
    public async Task An_archive_cut_short_is_refused()
    {
        var zip = Zip(("ECG5000_TRAIN.txt", new string('1', 300_000)));
        using var server = new ZipServer(zip[..(zip.Length / 2)]);
        await Fails(server.Address, 2, "damaged or cut short");
    }

    [Fact]
    public async Task Other_data_is_refused_by_its_hash()
    {
        using var server = new ZipServer(Zip(("ECG5000_TRAIN.txt", SyntheticBeatFile.Text(10, 5)), ("ECG5000_TEST.txt", SyntheticBeatFile.Text(3, 5))));
        await Fails(server.Address, 2, "SHA-256");
    }

    [Fact]
    public async Task A_right_half_alone_is_not_put_in_place()
    {
        var train = TestData.Require("ecg5000", "ECG5000_TRAIN.txt");
        using var server = new ZipServer(Zip(("ECG5000_TRAIN.txt", await File.ReadAllTextAsync(train, TestContext.Current.CancellationToken))));
        await Fails(server.Address, 2, "no ECG5000_TEST");
    }

    [Fact]
    public async Task A_zip_bomb_is_refused()
    {
        using var server = new ZipServer(Zip(("ECG5000_TRAIN.txt", new string('1', 70 << 20))));
        await Fails(server.Address, 2, "more than 64 MB");
    }

    [Fact]
    public async Task A_server_that_has_it_not_or_is_not_there_is_named()
    {
        string address;
        using (var server = new ZipServer([], status: "404 Not Found"))
        {
            address = server.Address;
            await Fails(address, 1, "404");
        }

        await Fails(address, 1, address);
        await Fails("ftp://127.0.0.1/x.zip", 2, "expected an http");
        await Fails("nowhere.zip", 2, "or a file that exists");
    }

    private Task<(int ExitCode, string Output, string Error)> Fetch(string from) =>
        EcgEdgeProgram.RunAsync("dataset", "fetch", "ecg5000", "--from", from, "--data", _folder["data"]);

    private async Task Fails(string from, int exitCode, string reason)
    {
        var (code, _, error) = await Fetch(from);
        Assert.Equal(exitCode, code);
        Assert.Contains(reason, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(_folder["data"]) ? Directory.GetFiles(_folder["data"], "*", SearchOption.AllDirectories) : []);
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.ASCII.GetBytes(text));
            }
        }

        return stream.ToArray();
    }

    /// <summary>The same numbers as the archive's other forms write them.</summary>
    private static string Form(string path, string form)
    {
        var text = File.ReadAllText(path);
        if (form == "txt") return text;
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(c => double.Parse(c, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)).ToArray());
        return "# made by a test\n@problemName ECG5000\n@data\n"
            + string.Concat(rows.Select(r => string.Join(',', r[1..]) + (form == "ts" ? ":" : ",") + r[0] + "\r\n"));
    }

    /// <summary>A web server that answers everything with one file, or breaks off within it.</summary>
    private sealed class ZipServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public ZipServer(byte[] body, int? breakAfter = null, string status = "200 OK")
        {
            _listener.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/ECG5000.zip";
            _ = ServeAsync(body, breakAfter ?? body.Length, status);
        }

        public string Address { get; }

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync(byte[] body, int sent, string status)
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    var stream = client.GetStream();
                    var request = new StreamReader(stream);
                    while (await request.ReadLineAsync() is { Length: > 0 })
                    {
                    }

                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
                    await stream.WriteAsync(body.AsMemory(0, sent));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }
    }
}
