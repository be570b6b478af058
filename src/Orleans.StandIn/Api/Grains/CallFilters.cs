using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Serialization.Invocation
{
    /// <summary>A call as filters see it.</summary>
    public interface IInvokable : IDisposable
    {
        int GetArgumentCount();

        object? GetArgument(int index);

        void SetArgument(int index, object value);

        string GetMethodName();

        string GetInterfaceName();

        MethodInfo GetMethod();

        Type GetInterfaceType();
    }
}

namespace Orleans
{
    public delegate Task OutgoingGrainCallFilterDelegate(IOutgoingGrainCallContext context);

    public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);

    /// <summary>One call on its way through the filters.</summary>
    public interface IGrainCallContext
    {
        IInvokable Request { get; }

        /// <summary>The grain on the way in, the reference on the way out.</summary>
        object Grain { get; }

        GrainId? SourceId { get; }

        GrainId TargetId { get; }

        string InterfaceName { get; }

        string MethodName { get; }

        MethodInfo InterfaceMethod { get; }

        /// <summary>The result, once <see cref="Invoke"/> has ended; a filter may replace it.</summary>
        object? Result { get; set; }

        /// <summary>The rest of the filters, then the call. A filter that does not call it stops the call.</summary>
        Task Invoke();
    }

    public interface IIncomingGrainCallContext : IGrainCallContext
    {
        IGrainContext TargetContext { get; }

        MethodInfo ImplementationMethod { get; }
    }

    public interface IOutgoingGrainCallContext : IGrainCallContext
    {
        IGrainContext? SourceContext { get; }
    }

    /// <summary>Runs around every call that arrives at this silo; a grain that implements it filters its own calls, last.</summary>
    public interface IIncomingGrainCallFilter
    {
        Task Invoke(IIncomingGrainCallContext context);
    }

    /// <summary>Runs around every call that leaves this silo.</summary>
    public interface IOutgoingGrainCallFilter
    {
        Task Invoke(IOutgoingGrainCallContext context);
    }
}
