using EcgEdge.Agent.Alerts;
using Microsoft.Data.Sqlite;

namespace EcgEdge.Agent.Store;

/// <summary>Moves what this run of the agent has stored to where the wall clock says it belongs; earlier runs stay as they are.</summary>
/// <param name="run">Number of this run.</param>
/// <param name="lastBeat">Id of the last beat before it.</param>
/// <param name="lastMinute">Id of the last row of a minute before it.</param>
internal sealed class ClockCorrection(long run, long lastBeat, long lastMinute)
{
    /// <summary>Adds a step of the clock to every time of this run. Alerts get a revision each, so that whoever was told of one is told anew.</summary>
    /// <returns>The alerts as they are now.</returns>
    public IReadOnlyList<Alert> Apply(
        SqliteConnection connection, SqliteTransaction transaction, TimeSpan step, AlertUpsert upsert)
    {
        Move("UPDATE beats SET at_ticks = at_ticks + $step WHERE id > $first", lastBeat);
        Move("UPDATE minutes SET at_ticks = at_ticks + $step WHERE id > $first", lastMinute);
        Move("UPDATE strips SET at_ticks = at_ticks + $step WHERE alert_id IN (SELECT id FROM alerts WHERE run = $first)", run);
        Move(
            """
            UPDATE alerts SET started_ticks = started_ticks + $step, ended_ticks = ended_ticks + $step, acknowledged_ticks = acknowledged_ticks + $step
            WHERE run = $first
            """,
            run);
        return [.. AlertTable.OfRun(connection, transaction, run).Select(alert => upsert.Save(alert).Saved)];

        void Move(string sql, long first)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            command.Add("$step", step.Ticks);
            command.Add("$first", first);
            command.ExecuteNonQuery();
        }
    }
}
