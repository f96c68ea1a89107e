using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Tests.Fixtures;
using Microsoft.Extensions.Logging;

namespace EcgEdge.Agent.Tests.Mqtt;

public sealed class BrokerAccessTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CapturingLogs _logs = new();

    public void Dispose()
    {
        _directory.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task A_wrong_password_is_reported_once_and_the_right_one_is_taken_without_a_restart()
    {
        string password = _directory["password"];
        await using MosquittoBroker broker = await PasswordBroker();
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await File.WriteAllTextAsync(password, "wrong\n", TestContext.Current.CancellationToken);
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(
            _directory, PublishingAgent.Options(broker.Port) with { Username = "ada", PasswordFile = password }, _logs);
        agent.Save(TestAlerts.Number(1));
        await broker.Log.Until(lines => lines.Count(line => line.Contains("not authorised", StringComparison.Ordinal)) >= 2).Within("two refusals");
        Assert.Contains("Not authorized", (await _logs.Seen("no connection to")).Text, StringComparison.Ordinal);
        Assert.Contains("Not authorized", agent.Publisher.Status.Problem, StringComparison.Ordinal);
        Assert.False(agent.Publisher.Status.Connected);
        Assert.Equal(1, _logs.Count(LogLevel.Warning));

        await File.WriteAllTextAsync(password, "right\n", TestContext.Current.CancellationToken);
        await agent.Drained();
        await subscriber.First("ecgedge/pi/chest/alert");
    }

    [Fact]
    public async Task A_password_file_that_goes_missing_is_reported_and_waited_for()
    {
        string password = _directory["password"];
        await using MosquittoBroker broker = await PasswordBroker();
        await File.WriteAllTextAsync(password, "right", TestContext.Current.CancellationToken);
        MqttOptions options = PublishingAgent.Options(broker.Port) with { Username = "ada", PasswordFile = password };
        Assert.Empty(options.Validate());
        File.Delete(password);
        Assert.Equal([$"Mqtt:PasswordFile is \"{password}\"; there is no such file."], options.Validate());

        await using var client = new MosquittoClient(options, "id", null, TimeProvider.System, _logs.For<MosquittoClient>());
        client.Start();
        Assert.Contains(password, (await _logs.Seen("password file: ")).Text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(password, "right", TestContext.Current.CancellationToken);
        await _logs.Seen("connected to");
    }

    [Fact]
    public async Task Tls_with_the_right_authority_connects()
    {
        (string authority, _, _, MosquittoBroker broker) = await TlsBroker("localhost");
        await using MosquittoBroker running = broker;
        await using MosquittoSubscriber subscriber = await broker.SubscribeAsync();
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(
            _directory, PublishingAgent.Options(broker.Port) with { CaFile = authority }, _logs);
        agent.Save(TestAlerts.Number(1));
        await agent.Drained();
        await subscriber.First("ecgedge/pi/chest/alert");
        Assert.Equal($"mqtts://localhost:{broker.Port}", agent.Publisher.Status.Broker);
    }

    [Fact]
    public async Task Tls_with_another_authority_or_the_systems_own_is_refused()
    {
        (_, _, _, MosquittoBroker broker) = await TlsBroker("localhost");
        await using MosquittoBroker running = broker;
        string other = new Certificates(_directory).Make("other", "localhost").Authority;
        foreach (MqttOptions options in (MqttOptions[])[PublishingAgent.Options(broker.Port) with { CaFile = other }, PublishingAgent.Options(broker.Port) with { UseTls = true }])
        {
            using var logs = new CapturingLogs();
            await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, options, logs);
            agent.Save(TestAlerts.Number(1));
            Assert.Contains("certificate verify failed", (await logs.Seen("no connection to")).Text, StringComparison.Ordinal);
            Assert.False(agent.Publisher.Status.Connected);
            Assert.True(agent.Publisher.Status.Queued > 0);
        }
    }

    [Fact]
    public async Task Tls_with_a_certificate_for_another_host_is_refused()
    {
        (string authority, _, _, MosquittoBroker broker) = await TlsBroker("elsewhere.example", subscribe: false);
        await using MosquittoBroker running = broker;
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(
            _directory, PublishingAgent.Options(broker.Port) with { CaFile = authority }, _logs);
        Assert.Contains("certificate verify failed", (await _logs.Seen("no connection to")).Text, StringComparison.Ordinal);
        Assert.False(agent.Publisher.Status.Connected);
    }

    [Fact]
    public async Task Without_tls_a_tls_broker_is_not_connected_to()
    {
        (_, _, _, MosquittoBroker broker) = await TlsBroker("localhost");
        await using MosquittoBroker running = broker;
        await using PublishingAgent agent = await PublishingAgent.StartedAsync(_directory, PublishingAgent.Options(broker.Port), _logs);
        await _logs.Seen("no connection to");
        Assert.False(agent.Publisher.Status.Connected);
    }

    [Fact]
    public async Task A_host_name_that_does_not_resolve_is_reported_and_tried_again()
    {
        await using var client = new MosquittoClient(
            new MqttOptions { Host = "no-such-host.invalid" }, "id", null, TimeProvider.System, _logs.For<MosquittoClient>());
        client.Start();
        await _logs.Seen("no connection to mqtt://no-such-host.invalid:1883: ");
        Assert.Equal(0, client.Connection);
    }

    [Fact]
    public async Task A_missing_library_is_named_with_the_package_that_brings_it()
    {
        await using var client = new MosquittoClient(
            PublishingAgent.Options(1), "id", null, TimeProvider.System, _logs.For<MosquittoClient>(), "libmosquitto-absent.so.9");
        var error = Assert.Throws<MqttLibraryMissingException>(client.Start);
        Assert.Contains("sudo apt install libmosquitto1", error.Message, StringComparison.Ordinal);
        Assert.Contains("libmosquitto-absent.so.9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_no_broker_may_take_is_refused_by_name()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartedAsync();
        await using var client = new MosquittoClient(PublishingAgent.Options(broker.Port), "id", null, TimeProvider.System, _logs.For<MosquittoClient>());
        client.Start();
        await _logs.Seen("connected to");
        var error = Assert.Throws<ArgumentException>(() => client.TryPublish(client.Connection, "a/#", "x"u8, 1, false, out _));
        Assert.Contains("a/#", error.Message, StringComparison.Ordinal);
        Assert.True(client.TryPublish(client.Connection, "a/b", "x"u8, 1, false, out int messageId));
        Assert.NotEqual(0, messageId);
        Assert.False(client.TryPublish(client.Connection + 1, "a/b", "x"u8, 1, false, out _));
    }

    private async Task<MosquittoBroker> PasswordBroker()
    {
        string users = _directory["users"];
        await ChildProcess.RunAsync("mosquitto_passwd", "-b", "-c", users, "ada", "right");
        return await MosquittoBroker.StartedAsync(["allow_anonymous false", $"password_file {users}"], ["-u", "ada", "-P", "right"]);
    }

    private async Task<(string Authority, string Server, string Key, MosquittoBroker Broker)> TlsBroker(string host, bool subscribe = true)
    {
        (string authority, string server, string key) = new Certificates(_directory).Make("good", host);
        string[] client = subscribe ? ["--cafile", authority] : ["--cafile", authority, "--insecure"];
        return (authority, server, key, await MosquittoBroker.StartedAsync(["allow_anonymous true", $"certfile {server}", $"keyfile {key}"], client));
    }
}
