namespace Homeport.Host.Operations;

/// <summary>Takes the response of one call.</summary>
internal abstract class ResponseSink
{
    /// <param name="operation">What was called.</param>
    /// <param name="json">The response as REST shows it. Valid only during the call.</param>
    public abstract void Accept(Operation operation, ReadOnlySpan<byte> json);
}
