using System.Text.Json;
using Homeport.Agents;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Runs;

/// <summary>Words that a person says into a turn that runs: what the agent took is written into the journal, and taken once.</summary>
internal sealed class Steering(SessionSink sink) : IDisposable
{
    private const int MostRemembered = 100;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Queue<string> _taken = new();

    public async Task<bool> SteerAsync(IAgentConversation conversation, SteerSessionRequest request, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_taken.Contains(request.MessageId))
            {
                return true; // sent again because the first answer was not heard
            }

            if (!await conversation.SteerAsync(new AgentPrompt(request.Prompt, request.Attachments), cancellationToken))
            {
                return false;
            }

            _taken.Enqueue(request.MessageId);
            if (_taken.Count > MostRemembered)
            {
                _taken.Dequeue();
            }

            await sink.TellAsync(
                EventKinds.UserMessage, request.MessageId,
                JsonSerializer.SerializeToElement(
                    new UserMessagePayload { Text = request.Prompt, Attachments = request.Attachments, Steered = true },
                    ProtocolJson.Default.UserMessagePayload),
                CancellationToken.None); // the agent has it, so the journal has to
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
