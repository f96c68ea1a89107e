using System.Net;
using System.Net.Sockets;
using EcgEdge.Acquisition.Simulation;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Sources.FrontEnd;

namespace EcgEdge.Acquisition.Tests.Sources.FrontEnd;

public class NetworkSourceTests
{
    [Fact]
    public void Tcp_front_end_that_closes_and_listens_again_is_connected_to_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var source = Source(new TcpPort("127.0.0.1", port));
        using var reader = new Reader(source);

        Serve(listener, reader, 200);
        reader.Until(() => source.Health.Problem is not null, "the loss is told");
        Serve(listener, reader, 200);

        Assert.Equal(2, source.Health.Connections);
        Assert.All(reader.Samples.Zip(reader.Samples.Skip(1)), p => Assert.True(p.Second.Index > p.First.Index && p.Second.At >= p.First.At));
    }

    [Fact]
    public void A_port_where_nobody_listens_is_told_by_name()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var source = Source(new TcpPort("127.0.0.1", port));
        using var reader = new Reader(source);
        reader.Until(() => source.Health.Problem?.Contains($"127.0.0.1:{port}", StringComparison.Ordinal) == true, "the refusal is told");
    }

    [Fact]
    public void Udp_datagrams_of_one_sender_are_taken_and_others_passed_over()
    {
        using var port = new UdpPort(IPAddress.Loopback, 0, TimeProvider.System);
        var source = Source(port);
        using var reader = new Reader(source);
        reader.Until(() => port.LocalPort is not null, "it listens");
        using var first = new UdpClient();
        using var second = new UdpClient();
        var to = new IPEndPoint(IPAddress.Loopback, port.LocalPort!.Value);
        using var sender = new Sender(new VirtualFrontEndOptions(), bytes => first.Send(bytes, to));
        reader.Until(() => reader.Values.Length > 50, "samples");
        using var stranger = new Sender(new VirtualFrontEndOptions { Protocol = FrontEndProtocol.Text }, bytes => second.Send(bytes, to));
        reader.Until(() => reader.Values.Length > 400, "more samples");

        var values = reader.Values;
        Assert.All(values.Zip(values.Skip(1)), p => Assert.Equal(1, p.Second.Index - p.First.Index));
        Assert.All(values.Zip(values.Skip(1)), p => Assert.Equal(1, (p.Second.Millivolts - p.First.Millivolts + 1000) % 1000));
    }

    [Fact]
    public void A_lost_datagram_is_a_gap_of_its_length()
    {
        using var port = new UdpPort(IPAddress.Loopback, 0, TimeProvider.System);
        using var reader = new Reader(Source(port));
        reader.Until(() => port.LocalPort is not null, "it listens");
        using var client = new UdpClient();
        var to = new IPEndPoint(IPAddress.Loopback, port.LocalPort!.Value);
        var sent = 0;
        using var sender = new Sender(new VirtualFrontEndOptions(), bytes =>
        {
            if (++sent % 7 != 0) client.Send(bytes, to);
        });
        reader.Until(() => reader.Values.Length > 400, "samples");

        var values = reader.Values;
        Assert.Contains(values.Zip(values.Skip(1)), p => p.Second.Index - p.First.Index > 1);
        Assert.All(values, v => Assert.Equal((values[0].Millivolts + v.Index - values[0].Index) % 1000, v.Millivolts));
    }

    private static void Serve(TcpListener listener, Reader reader, int samples)
    {
        using var connection = listener.AcceptSocket();
        var before = reader.Values.Length;
        using var sender = new Sender(new VirtualFrontEndOptions(), bytes => connection.Send(bytes));
        reader.Until(() => reader.Values.Length > before + samples, "samples");
    }

    private static FrontEndSource Source(IFrontEndPort port) => new(
        port, new FrontEndOptions { SampleRateHz = 250, Bits = 10, Chain = new AnalogChain { VoltsPerCount = 0.001, Gain = 1 } }, TimeProvider.System);
}
